using System.Diagnostics.Metrics;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Background;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>
/// Expires idle sessions and removes those that ended long ago, a batch at a time, by commands among the others: each is decided again
/// when its row is locked. So any number of workers may do this, and an entry that is added at that moment is not lost.
/// </summary>
internal sealed class SessionExpiry(IRegistryStore store, SessionWriter writer, SessionPolicy policy, TimeProvider time, ILogger<SessionExpiry> logger)
    : BackgroundLoop(time, logger)
{
    /// <summary>Sessions of one commit. Each may hold thousands of messages, which are deleted with it.</summary>
    private const int BatchSize = 50;

    /// <summary>Between two batches, so that requests go first.</summary>
    private static readonly TimeSpan BatchPause = TimeSpan.FromMilliseconds(50);

    private static readonly Counter<long> Expired = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_sessions_expired_total", null, "Idle sessions expired by this process");

    private static readonly Counter<long> Removed = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_sessions_removed_total", null, "Completed and expired sessions removed by this process because they were too old");

    private readonly TimeProvider _time = time;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await TryAsync(ExpireAsync, cancellationToken);
        await TryAsync(RemoveAsync, cancellationToken);
        return TimeSpan.FromSeconds(policy.IntervalSeconds);
    }

    /// <summary>Expires all idle sessions.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        if (policy.IdleMinutes == 0)
        {
            return 0;
        }

        var since = _time.GetUtcNow().AddMinutes(-policy.IdleMinutes);
        var expired = await InBatchesAsync(
            max => store.Sessions.FindIdleAsync(since, max, cancellationToken),
            key => new SessionCommand(key, (current, _, now) => SessionDecision.Expire(current, since, now)),
            cancellationToken);
        Expired.Add(expired);
        return expired;
    }

    /// <summary>Removes all sessions that ended long enough ago.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        if (policy.KeepDays == 0)
        {
            return 0;
        }

        var before = _time.GetUtcNow().AddDays(-policy.KeepDays);
        var removed = await InBatchesAsync(
            max => store.Sessions.FindEndedAsync(before, max, cancellationToken),
            key => new SessionCommand(key, (current, _, now) => SessionDecision.Remove(current, before, now)),
            cancellationToken);
        Removed.Add(removed);
        return removed;
    }

    private async Task<int> InBatchesAsync(
        Func<int, Task<IReadOnlyList<SessionKey>>> find, Func<SessionKey, SessionCommand> command, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var keys = await find(BatchSize);
            var results = await Task.WhenAll(keys.Select(key => writer.WriteAsync(command(key), cancellationToken)));
            var changed = results.Count(result => result.Outcome is SessionOutcome.Updated or SessionOutcome.Deleted);
            total += changed;

            // A full batch without a change: another worker is processing the same sessions.
            if (keys.Count < BatchSize || changed == 0)
            {
                return total;
            }

            await Task.Delay(BatchPause, _time, cancellationToken);
        }
    }
}
