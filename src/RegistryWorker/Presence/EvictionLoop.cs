using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Background;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>
/// Looks for missed deadlines. Every RegistryWorker does so, without a leader: the tables decide who was first, so that one
/// dying, or hanging, leaves no agent unwatched. While heartbeats could not have been received, a missed deadline counts against nobody.
/// </summary>
internal sealed partial class EvictionLoop(
    IPresence presence,
    PresenceKeeper keeper,
    StateWriter states,
    AgentDirectory directory,
    IBrokerMonitor broker,
    HeartbeatIntakeMonitor intake,
    EvictionNotices notices,
    SelfPreservation policy,
    TimeProvider time,
    ILogger<EvictionLoop> logger) : BackgroundLoop(time, logger)
{
    private const int MaxAgents = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly TimeProvider _time = time;
    private readonly ILogger<EvictionLoop> _logger = logger;

    /// <summary>A longer one would be taken for an outage.</summary>
    protected override TimeSpan MaxRetryPause => Pause;

    protected override void OnFailed(Exception exception) => intake.Miss(exception.Message);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        var sign = broker.Last;
        if (intake.Listen(sign, now) is { } trouble)
        {
            if (intake.IsOutage(now))
            {
                await notices.PausedAsync(trouble, now + Pause, cancellationToken);
            }

            return Pause;
        }

        if (intake.Since == now)
        {
            // Back after an outage, in which the other workers may have failed to tell presence what they committed.
            keeper.FillAgain();
        }

        await keeper.FillIfNeededAsync(cancellationToken);
        var pass = new EvictionPass(Context(now), policy, Pause);

        // An agent whose deadline was after the broker's last answer may have sent a heartbeat since.
        while (await EvictAsync(pass, sign.AnsweredAt, cancellationToken) == MaxAgents)
        {
            // More leases have lapsed than one batch holds.
        }

        intake.Heard(now);
        if (pass.Deferred is { } deferred)
        {
            await notices.PausedAsync(deferred.Reason, deferred.Until, cancellationToken);
        }
        else if (!pass.IsCrowd)
        {
            // Where there is a crowd, another worker may be the one that defers just now.
            await notices.RunningAsync(now, cancellationToken);
        }

        return Pause;
    }

    private EvictionContext Context(DateTimeOffset now)
    {
        var (suspects, watched) = directory.CountWatched();
        return new(now, intake.Since, intake.SinceReason, intake.AfterOutage, intake.Delay, suspects, watched);
    }

    private async Task<int> EvictAsync(EvictionPass pass, DateTimeOffset horizon, CancellationToken cancellationToken)
    {
        var lapsed = await presence.DueAsync(horizon, MaxAgents, cancellationToken);
        if (lapsed.Count == 0)
        {
            return 0;
        }

        var now = pass.Now;
        var byId = lapsed.ToDictionary(agent => agent.Id, StringComparer.Ordinal);
        var chosen = pass.Choose(lapsed);
        var deferrals = new Dictionary<string, EvictionDeferral>(StringComparer.Ordinal);
        var after = await states.WriteAsync(byId.Keys, Decide, cancellationToken);
        var settlements = after.Values
            .Where(state => state.Exists)
            .Select(state => new Settlement(
                state,
                byId[state.Id].Due,
                deferrals.TryGetValue(state.Id, out var deferral) ? deferral.Until : EvictionDecision.NextDue(state, byId[state.Id], now),
                byId[state.Id].LastHeartbeat))
            .ToList();
        var revived = await presence.SettleAsync(settlements, cancellationToken);
        var removed = after.Values.Where(state => !state.Exists).Select(state => new RemovedAgent(state.Id, state.Revision))
            .Concat(byId.Keys.Where(id => !after.ContainsKey(id)).Select(RemovedAgent.Unknown))
            .ToList();
        if (removed.Count > 0)
        {
            await presence.RemoveAsync(removed, cancellationToken);
        }

        if (revived.Count > 0)
        {
            // Their heartbeat came while the deadline was being committed.
            var recovered = await states.WriteAsync(revived, state => HealthDecision.Recover(state, now), cancellationToken);
            await keeper.PutAsync([.. recovered.Values], now, LeaseStart.Keep, cancellationToken);
        }

        LogMissed(settlements.Count, deferrals.Count, revived.Count);
        return lapsed.Count;

        AgentState? Decide(AgentState state)
        {
            if (pass.Defer(state, byId[state.Id], chosen) is not { } deferral)
            {
                return EvictionDecision.Decide(state, byId[state.Id], now);
            }

            deferrals[state.Id] = deferral;
            return null;
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Debug, Message = "{Count} deadlines were missed; {Deferred} of them are deferred; {Revived} agents came back meanwhile")]
    private partial void LogMissed(int count, int deferred, int revived);
}
