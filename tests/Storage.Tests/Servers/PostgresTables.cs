using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sql;
using AgentRegistry.Testing;
using Npgsql;

namespace AgentRegistry.Storage.Tests;

/// <summary>Tables in a database of their own.</summary>
public sealed class PostgresTables : TestTables
{
    private PostgresDatabase? _database;
    private NpgsqlDataSource? _source;

    public PostgresDatabase Database => _database ?? throw new InvalidOperationException("The database has not been made yet.");

    /// <summary>As a process opens it.</summary>
    public NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("The database has not been made yet.");

    protected override async Task<IRegistryStore> OpenAsync(FeedSignal signal)
    {
        _database = await PostgresDatabase.CreateAsync();
        _source = PostgresSource.Create(_database.ConnectionString);
        return new PostgresStore(_source, signal, TimeProvider.System);
    }

    protected override IRegistryStore OpenAnother() => new PostgresStore(Source, Signal, TimeProvider.System);

    protected override async Task CloseAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
