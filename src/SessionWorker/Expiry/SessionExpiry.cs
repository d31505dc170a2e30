using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.SessionWorker.Expiry;

/// <summary>
/// Expires sessions in which nothing happens and removes those that ended long ago, a few at a time, as commands among the others:
/// each is decided once more when its row is locked, so that any number of workers may do this, and whoever speaks at that moment is
/// not cut off.
/// </summary>
internal sealed partial class SessionExpiry(
    IRegistryStore store, SessionWriter writer, SessionPolicy policy, TimeProvider time, ILogger<SessionExpiry> logger) : BackgroundService
{
    /// <summary>Sessions of one commit. Each may hold thousands of messages, which go with it.</summary>
    private const int Portion = 50;

    /// <summary>Between two portions: those who speak come first.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(ExpireAsync, stoppingToken);
            await TryAsync(RemoveAsync, stoppingToken);
            await Task.Delay(TimeSpan.FromSeconds(policy.LookSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Expires all that are idle. Returns how many.</summary>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        if (policy.IdleMinutes == 0)
        {
            return 0;
        }

        var since = time.GetUtcNow().AddMinutes(-policy.IdleMinutes);
        var expired = await InPortionsAsync(
            most => store.Sessions.FindIdleAsync(since, most, cancellationToken),
            key => new SessionCommand(key, (current, _, now) => SessionDecision.Expire(current, since, now)),
            cancellationToken);
        SessionMetrics.Expired(expired);
        return expired;
    }

    /// <summary>Removes all that ended long enough ago. Returns how many.</summary>
    public async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        if (policy.KeepDays == 0)
        {
            return 0;
        }

        var before = time.GetUtcNow().AddDays(-policy.KeepDays);
        var removed = await InPortionsAsync(
            most => store.Sessions.FindEndedAsync(before, most, cancellationToken),
            key => new SessionCommand(key, (current, _, now) => SessionDecision.Remove(current, before, now)),
            cancellationToken);
        SessionMetrics.Removed(removed);
        return removed;
    }

    private async Task<int> InPortionsAsync(
        Func<int, Task<IReadOnlyList<SessionKey>>> find, Func<SessionKey, SessionCommand> command, CancellationToken cancellationToken)
    {
        var all = 0;
        while (true)
        {
            var keys = await find(Portion);
            var results = await Task.WhenAll(keys.Select(key => writer.WriteAsync(command(key), cancellationToken)));
            var changed = results.Count(result => result.Outcome is SessionOutcome.Updated or SessionOutcome.Deleted);
            all += changed;

            // None of a full portion: another worker is at the same ones.
            if (keys.Count < Portion || changed == 0)
            {
                return all;
            }

            await Task.Delay(Breath, time, cancellationToken);
        }
    }

    /// <summary>What is idle or old harms nobody: whatever the fault, the next round tries again.</summary>
    private async Task TryAsync(Func<CancellationToken, Task<int>> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogPutOff(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "Sessions expire later: {Reason}")]
    private partial void LogPutOff(string reason);
}
