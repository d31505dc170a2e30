using AgentRegistry.Storage.Redis;
using StackExchange.Redis;
using Xunit;

namespace AgentRegistry.Storage.Tests;

/// <summary>A logical database of the Redis server, emptied first. The keys of presence are the same for everyone: one test at a time.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private const int Number = 5;
    private ConnectionMultiplexer? _administrator;
    private RedisConnection? _connection;

    public RedisConnection Connection => _connection ?? throw new InvalidOperationException("Redis has not been connected yet.");

    public IDatabase Database => _administrator!.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        _administrator = await ConnectionMultiplexer.ConnectAsync($"{Server.Redis},defaultDatabase={Number},allowAdmin=true");
        _connection = new RedisConnection($"{Server.Redis},defaultDatabase={Number}");
        await EmptyAsync();
    }

    public Task EmptyAsync() => _administrator!.GetServer(_administrator.GetEndPoints()[0]).FlushDatabaseAsync(Number);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_administrator is not null)
        {
            await EmptyAsync();
            await _administrator.CloseAsync();
            _administrator.Dispose();
        }
    }
}

/// <summary>The tests that share the one Redis.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnRedis : ICollectionFixture<RedisServer>
{
    public const string Name = "Redis";
}
