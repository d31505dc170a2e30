using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace AgentRegistry.Testing;

/// <summary>The distributed system as processes, on a database of its own. One at a time: they share the broker's queues.</summary>
public sealed class DistributedSystem : IAsyncDisposable
{
    private const int RedisDatabase = 7;

    private readonly List<RegistryProgram> _programs = [];
    private readonly string _database = $"test_{Guid.NewGuid():N}";

    private readonly ServerAddresses _addresses;

    private readonly string[] _arguments;

    private DistributedSystem(ServerAddresses addresses, string[] arguments) => (_addresses, _arguments) = (addresses, arguments);

    /// <summary>The system's database, for a test that looks into it.</summary>
    public string Postgres => new NpgsqlConnectionStringBuilder(Servers.Postgres) { Database = _database, Pooling = false }.ConnectionString;

    /// <summary>The API to ask.</summary>
    public RegistryProgram Api { get; private set; } = null!;

    public IReadOnlyList<RegistryProgram> Programs => _programs;

    /// <summary>Starts so many of each worker, and one API.</summary>
    public static Task<DistributedSystem> StartAsync(int workers = 1, params string[] arguments) =>
        StartAsync(ServerAddresses.Direct, workers, arguments);

    /// <summary>Starts it on servers that its programs find at other addresses than the tests do.</summary>
    public static async Task<DistributedSystem> StartAsync(ServerAddresses addresses, int workers, params string[] arguments)
    {
        var system = new DistributedSystem(addresses, arguments);
        try
        {
            await system.PrepareAsync();
            foreach (var project in new[] { "RegistryWorker", "ActivityWorker", "SessionWorker" })
            {
                for (var i = 0; i < workers; i++)
                {
                    system.Start(project, arguments);
                }
            }

            system.Api = system.Start("QueryApi", arguments);
            await Task.WhenAll(system._programs.Select(program => program.ReadyAsync()));
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more program of the system.</summary>
    public RegistryProgram Start(string project, params string[] arguments) => Keep(RegistryProgram.Start(project, Environment, arguments));

    /// <summary>Starts a program that has ended once more, at the same address; returns when it is ready.</summary>
    public async Task<RegistryProgram> StartAgainAsync(RegistryProgram ended)
    {
        _programs.Remove(ended);
        await ended.DisposeAsync();
        return await Keep(RegistryProgram.StartOn(ended.Address, ended.Project, Environment, _arguments)).ReadyAsync();
    }

    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["ConnectionStrings__RabbitMq"] = _addresses.RabbitMq,
        ["ConnectionStrings__Postgres"] = new NpgsqlConnectionStringBuilder(_addresses.Postgres) { Database = _database }.ConnectionString,
        ["ConnectionStrings__Redis"] = $"{_addresses.Redis},defaultDatabase={RedisDatabase}",
    };

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_programs.Select(program => program.StopAsync()));
        }
        finally
        {
            // Those, too, that do not stop when asked.
            foreach (var program in _programs)
            {
                await program.DisposeAsync();
            }

            await RunOnServerAsync($"drop database if exists {_database} with (force)");
        }
    }

    private RegistryProgram Keep(RegistryProgram program)
    {
        _programs.Add(program);
        return program;
    }

    private async Task PrepareAsync()
    {
        await RunOnServerAsync($"create database {_database}");
        using var redis = await ConnectionMultiplexer.ConnectAsync($"{Servers.Redis},allowAdmin=true");
        await redis.GetServer(redis.GetEndPoints()[0]).FlushDatabaseAsync(RedisDatabase);
        await DeleteQueuesAsync();
    }

    /// <summary>What an earlier system left in its queues is not for this one.</summary>
    private static async Task DeleteQueuesAsync()
    {
        string[] queues =
        [
            "register-agent", "register-agents", "change-agent-status", "update-agent-capabilities", "delete-agent", "heartbeat",
            "heartbeat-batch", "activity-logged", "search-memory", "create-session", "append-session-messages", "record-invocation",
            "change-session-status", "delete-session", "write-context", "rollback-context", "name-checkpoint", "remove-checkpoint",
            "delete-context", "restore-registration", "save-definition", "restore-definition", "label-definition", "unlabel-definition",
            "switch-definition", "delete-definition", "spawn-instance", "configure-instance", "change-instance-status", "delete-instance",
        ];
        var factory = new ConnectionFactory { Uri = new Uri(Servers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in queues.SelectMany(queue => new[] { queue, $"{queue}_error", $"{queue}_skipped" }))
        {
            await channel.QueueDeleteAsync(queue);
        }
    }

    private static async Task RunOnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Servers.Postgres) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
