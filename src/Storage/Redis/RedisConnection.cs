using StackExchange.Redis;

namespace AgentRegistry.Storage.Redis;

/// <summary>The one way to Redis. Synchronous calls are not used: they starve the thread pool.</summary>
public sealed class RedisConnection(string configuration) : IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(Options(configuration)));

    /// <summary>Runs a script. The client sends its hash, and its text where the server does not know that hash.</summary>
    public Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        CallAsync(database => database.ScriptEvaluateAsync(script, keys, arguments), cancellationToken);

    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        var connection = await _connection.Value.WaitAsync(cancellationToken);
        return await call(connection.GetDatabase()).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            await (await _connection.Value).DisposeAsync();
        }
    }

    private static ConfigurationOptions Options(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2_000;

        // The client looks for calls over their time once a second: a call ends within three.
        options.AsyncTimeout = 2_000;

        // A call that finds no connection fails at once; its message is retried, and what only adds to a response is left out of it.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return options;
    }
}
