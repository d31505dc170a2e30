using Polly.CircuitBreaker;

namespace AgentRegistry.Hosting.Resilience;

/// <summary>
/// A circuit breaker that opens after a number of failures in a row. Polly's opens at a share of failures within a window, which a busy
/// dependency that has just become unavailable reaches late: so it is shown only the failure that completes the row, and opens at that one.
/// </summary>
public static class ConsecutiveFailures
{
    /// <summary>Polly opens only after this many calls.</summary>
    public const int Minimum = 2;

    /// <param name="failures">How many in a row open the circuit; at least <see cref="Minimum"/>.</param>
    /// <param name="open">How long it stays open until one call is let through.</param>
    /// <param name="isFailure">False for exceptions that are a response of the dependency.</param>
    public static CircuitBreakerStrategyOptions Breaker(int failures, TimeSpan open, Func<Exception, bool> isFailure)
    {
        var (row, circuit) = (0, new CircuitBreakerStateProvider());
        return new CircuitBreakerStrategyOptions
        {
            StateProvider = circuit,
            MinimumThroughput = Minimum,
            FailureRatio = 0,
            SamplingDuration = TimeSpan.FromDays(1),
            BreakDuration = open,
            ShouldHandle = arguments => ValueTask.FromResult(IsLastOfRow(arguments.Outcome.Exception)),
        };

        bool IsLastOfRow(Exception? exception)
        {
            switch (exception)
            {
                // A caller gave up, which says nothing of the dependency: it must not close the circuit either.
                case OperationCanceledException:
                    return circuit.CircuitState == CircuitState.HalfOpen;
                case not null when isFailure(exception):
                    return Interlocked.Increment(ref row) >= failures;
                default:
                    Volatile.Write(ref row, 0);
                    return false;
            }
        }
    }
}
