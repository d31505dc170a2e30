using AgentRegistry.Ingest.Command;
using Npgsql;

namespace AgentRegistry.Ingest.Services;

/// <summary>A database of PostgreSQL for one path: made empty, dropped afterwards.</summary>
internal sealed class Tables : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;
    private readonly NpgsqlDataSource _source;

    private Tables(string server, string name)
    {
        (_server, _name) = (server, name);
        Address = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

        // Never holds a connection that the measured programs would then lack.
        _source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(Address) { MaxPoolSize = 4, CommandTimeout = 60 }.ConnectionString).Build();
    }

    /// <summary>For the registry's programs.</summary>
    public string Address { get; }

    public static async Task<Tables> CreateAsync(string server, CancellationToken cancellationToken)
    {
        var name = $"bench_ingest_{Guid.NewGuid():n}";
        try
        {
            await OnServerAsync(server, $"create database {name}", cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new CannotMeasureException($"PostgreSQL at ConnectionStrings__Postgres gives no database to the benchmark: {exception.Message}");
        }

        return new Tables(server, name);
    }

    /// <summary>A number out of the database.</summary>
    public async Task<long> CountAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(statement);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The ids that a statement selects out of those given as its parameter.</summary>
    public async Task<List<string>> IdsAsync(string statement, string[] among, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = among });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>How many activities have left which traces.</summary>
    public async Task<ActivityTraces> ActivityTracesAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Embedded.Read("Services/activity_traces.sql"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ActivityTraces(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await OnServerAsync(_server, $"drop database if exists {_name} with (force)", CancellationToken.None);
    }

    private static async Task OnServerAsync(string server, string statement, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(server) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>The traces of activities in the tables; all four grow by one with each.</summary>
internal sealed record ActivityTraces(long Rows, long Inbox, long Metrics, long Feed)
{
    /// <summary>Fails unless each grew by as many as were sent.</summary>
    public void RequireGrowth(ActivityTraces before, int sent)
    {
        var grown = new ActivityTraces(Rows - before.Rows, Inbox - before.Inbox, Metrics - before.Metrics, Feed - before.Feed);
        if (grown != new ActivityTraces(sent, sent, sent, sent))
        {
            throw new EffectMissingException($"{sent} activities were sent, but left {grown}");
        }
    }
}
