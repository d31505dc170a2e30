using Polly;
using Polly.CircuitBreaker;

namespace AgentRegistry.Memory;

/// <summary>
/// The circuit breaker before the memory server, with the seeds' numbers: so many failures in a row open it; after a time it lets
/// a few attempts through, of which one has to succeed. A refusal is an answer, and no failure of the server.
/// </summary>
public sealed class MemoryBreaker
{
    public const string Closed = "closed";
    public const string HalfOpen = "half_open";
    public const string Open = "open";

    private readonly AsyncCircuitBreakerPolicy _breaker;
    private readonly IAsyncPolicy _calls;
    private string _reason = "";

    public MemoryBreaker(MemoryServerOptions options)
    {
        // Polly 8's own breaker counts a share of failures in a window; failures in a row are those of its classic one.
        _breaker = Policy
            .Handle<MemoryServerException>(exception => !exception.IsRefusal)
            .CircuitBreakerAsync(
                options.FailuresToOpen,
                TimeSpan.FromSeconds(options.OpenSeconds),
                onBreak: (exception, _) => Tell(exception.Message),
                onReset: () => Tell(""),
                onHalfOpen: () => Tell(_reason));
        _calls = _breaker.WrapAsync(Policy
            .Handle<MemoryServerException>(exception => !exception.IsRefusal && _breaker.CircuitState == CircuitState.HalfOpen)
            .RetryAsync(options.HalfOpenAttempts - 1));
    }

    /// <summary>Called at each change of <see cref="State"/>; it must not wait and not throw.</summary>
    public Action? Changed { get; set; }

    /// <summary><c>closed</c>, <c>half_open</c> or <c>open</c>.</summary>
    public string State => _breaker.CircuitState switch
    {
        CircuitState.Closed => Closed,
        CircuitState.HalfOpen => HalfOpen,
        _ => Open,
    };

    /// <summary>Why it is not closed; empty when it is.</summary>
    public string Reason => Volatile.Read(ref _reason);

    /// <summary>True while a call would be refused.</summary>
    public bool IsOpen => _breaker.CircuitState is CircuitState.Open or CircuitState.Isolated;

    public Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        _calls.ExecuteAsync(call, cancellationToken);

    private void Tell(string reason)
    {
        Volatile.Write(ref _reason, reason);
        Changed?.Invoke();
    }
}
