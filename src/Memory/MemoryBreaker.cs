using AgentRegistry.Hosting.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace AgentRegistry.Memory;

/// <summary>
/// The circuit breaker before the memory server: some failures in a row open it; after a time it lets a few attempts through, of which
/// one has to succeed. A refusal is a response, and no failure of the server.
/// </summary>
public sealed class MemoryBreaker
{
    public const string Closed = "closed";
    public const string HalfOpen = "half_open";
    public const string Open = "open";

    private readonly TimeProvider _time;
    private readonly CircuitBreakerStateProvider _circuit;
    private readonly ResiliencePipeline _calls;
    private string _reason = "";
    private long _openUntil;

    public MemoryBreaker(MemoryServerOptions options, TimeProvider time)
    {
        var breaker = ConsecutiveFailures.Breaker(options.FailuresToOpen, TimeSpan.FromSeconds(options.OpenSeconds), IsFailure);
        breaker.OnOpened = opened =>
        {
            Volatile.Write(ref _openUntil, time.GetUtcNow().Add(opened.BreakDuration).UtcTicks);
            return Report(opened.Outcome.Exception?.Message ?? "");
        };
        breaker.OnHalfOpened = _ => Report(_reason);
        breaker.OnClosed = _ => Report("");
        (_time, _circuit) = (time, breaker.StateProvider!);
        var calls = new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(breaker);
        if (options.HalfOpenAttempts > 1)
        {
            calls.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is { } exception && IsFailure(exception) && _circuit.CircuitState == CircuitState.HalfOpen),
                MaxRetryAttempts = options.HalfOpenAttempts - 1,
                Delay = TimeSpan.Zero,
            });
        }

        _calls = calls.Build();
    }

    /// <summary>Called at each change of <see cref="State"/>; it must not wait and not throw.</summary>
    public Action? Changed { get; set; }

    /// <summary><c>closed</c>, <c>half_open</c> or <c>open</c>.</summary>
    public string State => _circuit.CircuitState switch
    {
        CircuitState.Closed => Closed,
        CircuitState.HalfOpen => HalfOpen,

        // Polly leaves the open state only with the next call.
        _ => IsOpen ? Open : HalfOpen,
    };

    /// <summary>Why it is not closed; empty when it is.</summary>
    public string Reason => Volatile.Read(ref _reason);

    /// <summary>True while a call would be refused.</summary>
    public bool IsOpen => _circuit.CircuitState == CircuitState.Open && _time.GetUtcNow().UtcTicks < Volatile.Read(ref _openUntil);

    public Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        _calls.ExecuteAsync(async token => await call(token), cancellationToken).AsTask();

    private static bool IsFailure(Exception exception) => exception is MemoryServerException { IsRefusal: false };

    private ValueTask Report(string reason)
    {
        Volatile.Write(ref _reason, reason);
        Changed?.Invoke();
        return default;
    }
}
