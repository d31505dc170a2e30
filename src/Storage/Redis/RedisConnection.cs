using StackExchange.Redis;

namespace AgentRegistry.Storage.Redis;

/// <summary>
/// The one way to Redis. The client's version is pinned by what can be restored; another one is a change of this file. Its
/// asynchronous calls never time out by themselves, so each gets a limit here; the synchronous ones starve the thread pool and
/// are not used.
/// </summary>
public sealed class RedisConnection(string configuration) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private ConnectionMultiplexer? _connection;

    public async Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(cancellationToken);

        // The text and not its hash: a server that was restarted or flushed does not know the hash any more.
        return await database.ScriptEvaluateAsync(script, keys, arguments).WaitAsync(Limit, cancellationToken);
    }

    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken) =>
        await call(await DatabaseAsync(cancellationToken)).WaitAsync(Limit, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.CloseAsync();
            connection.Dispose();
        }

        _connecting.Dispose();
    }

    private async ValueTask<IDatabase> DatabaseAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            await _connecting.WaitAsync(cancellationToken);
            try
            {
                var options = ConfigurationOptions.Parse(configuration);
                options.AbortOnConnectFail = false;
                options.ConnectTimeout = (int)Limit.TotalMilliseconds;
                _connection ??= await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(Limit * 2, cancellationToken);
            }
            finally
            {
                _connecting.Release();
            }
        }

        return _connection.GetDatabase();
    }
}
