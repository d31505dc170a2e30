using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Hosting.Background;

/// <summary>
/// Work that is repeated until the process stops. A pass that fails is logged and tried again, after pauses that double up to a maximum:
/// nobody would notice a loop that has ended.
/// </summary>
public abstract partial class BackgroundLoop(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after consecutive failures.</summary>
    protected virtual TimeSpan MaxRetryPause => TimeSpan.FromSeconds(10);

    /// <summary>One pass.</summary>
    /// <returns>The pause before the next; zero where the pass itself has waited.</returns>
    protected abstract Task<TimeSpan> RunAsync(CancellationToken cancellationToken);

    /// <summary>A pass has failed; it is logged in any case.</summary>
    protected virtual void OnFailed(Exception exception)
    {
    }

    /// <summary>Runs one step of a pass by itself: a failure is logged and leaves the other steps to run.</summary>
    protected async Task TryAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogStepFailed(GetType().Name, exception.Message);
        }
    }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var first = TimeSpan.FromTicks(Math.Min(FirstRetry.Ticks, MaxRetryPause.Ticks));
        var retry = first;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await RunAsync(stoppingToken);
                retry = first;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                OnFailed(exception);
                LogFailed(GetType().Name, retry.TotalSeconds, exception.Message);
                pause = retry;
                retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, MaxRetryPause.Ticks));
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 1030, Level = LogLevel.Warning, Message = "{Loop} failed; retrying in {Seconds} s: {Reason}")]
    private partial void LogFailed(string loop, double seconds, string reason);

    [LoggerMessage(EventId = 1031, Level = LogLevel.Warning, Message = "A step of {Loop} failed and is retried with the next pass: {Reason}")]
    private partial void LogStepFailed(string loop, string reason);
}
