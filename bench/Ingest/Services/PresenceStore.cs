using AgentRegistry.Ingest.Command;
using StackExchange.Redis;

namespace AgentRegistry.Ingest.Services;

/// <summary>A database of Redis that only this benchmark uses, emptied before and after each path.</summary>
internal sealed class PresenceStore : IAsyncDisposable
{
    private const int Number = 15;
    private static readonly RedisKey Mark = "bench:ingest";

    private readonly ConnectionMultiplexer _connection;

    private PresenceStore(string address, ConnectionMultiplexer connection) => (Address, _connection) = (address, connection);

    /// <summary>For the registry's programs.</summary>
    public string Address { get; }

    public static async Task<PresenceStore> OpenAsync(string address)
    {
        var own = $"{address},defaultDatabase={Number}";
        try
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(own + ",allowAdmin=true");
            var store = new PresenceStore(own, connection);
            var database = connection.GetDatabase();
            if ((long)await database.ExecuteAsync("DBSIZE") > 0 && !await database.KeyExistsAsync(Mark))
            {
                throw new CannotMeasureException($"database {Number} of Redis holds something of somebody else's; it would have to be emptied.");
            }

            return store;
        }
        catch (RedisConnectionException exception)
        {
            throw new CannotMeasureException($"Redis does not answer at ConnectionStrings__Redis: {exception.Message}");
        }
    }

    public async Task EmptyAsync()
    {
        var database = _connection.GetDatabase();
        await database.ExecuteAsync("FLUSHDB");
        await database.StringSetAsync(Mark, "1");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.GetDatabase().ExecuteAsync("FLUSHDB");
        await _connection.CloseAsync();
        _connection.Dispose();
    }
}
