using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>
/// Looks for missed deadlines. Every RegistryWorker does so, without a leader: the tables decide who was first, so that one
/// dying, or hanging, leaves no agent unwatched. While heartbeats could not have been heard, silence is held against nobody.
/// </summary>
internal sealed partial class ExpiryLoop(
    IPresence presence,
    PresenceKeeper keeper,
    StateWriter states,
    AgentDirectory directory,
    IBrokerMonitor broker,
    HeartbeatIntakeMonitor hearing,
    EvictionNotices notices,
    SelfPreservation policy,
    TimeProvider time,
    ILogger<ExpiryLoop> logger) : BackgroundService
{
    private const int MostAgents = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Nobody would notice a watch that ended: whatever the fault, look again.
                hearing.Miss(exception.Message);
                LogFailed(exception);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicroseconds();
        var sign = broker.Last;
        if (hearing.Listen(sign, now) is { } trouble)
        {
            if (hearing.IsOutage(now))
            {
                await notices.PausedAsync(trouble, now + Pause, cancellationToken);
            }

            return;
        }

        if (hearing.Since == now)
        {
            // Back after an outage, in which the other workers may have failed to tell presence what they committed.
            keeper.FillAgain();
        }

        await keeper.FillIfNeededAsync(cancellationToken);
        var look = new EvictionPass(Around(now), policy, Pause);

        // Whoever fell due after the broker last answered may have sent a heartbeat since.
        while (await ExpireAsync(look, sign.AnsweredAt, cancellationToken) == MostAgents)
        {
            // More are due than one batch holds.
        }

        hearing.Heard(now);
        if (look.Held is { } held)
        {
            await notices.PausedAsync(held.Reason, held.Until, cancellationToken);
        }
        else if (!look.IsCrowd)
        {
            // Where there is a crowd, another worker may be the one that holds it back just now.
            await notices.RunningAsync(now, cancellationToken);
        }
    }

    private EvictionContext Around(DateTimeOffset now)
    {
        var (suspects, watched) = directory.CountWatched();
        return new(now, hearing.Since, hearing.SinceReason, hearing.AfterOutage, hearing.Delay, suspects, watched);
    }

    private async Task<int> ExpireAsync(EvictionPass look, DateTimeOffset horizon, CancellationToken cancellationToken)
    {
        var due = await presence.DueAsync(horizon, MostAgents, cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        var now = look.Now;
        var byId = due.ToDictionary(agent => agent.Id, StringComparer.Ordinal);
        var chosen = look.Choose(due);
        var holds = new Dictionary<string, EvictionDeferral>(StringComparer.Ordinal);
        var after = await states.WriteAsync(byId.Keys, Decide, cancellationToken);
        var settlements = after.Values
            .Where(state => state.Exists)
            .Select(state => new Settlement(
                state,
                byId[state.Id].Due,
                holds.TryGetValue(state.Id, out var hold) ? hold.Until : ExpiryDecision.NextDue(state, byId[state.Id], now),
                byId[state.Id].LastHeartbeat))
            .ToList();
        var revived = await presence.SettleAsync(settlements, cancellationToken);
        var gone = after.Values.Where(state => !state.Exists).Select(state => new RemovedAgent(state.Id, state.Revision))
            .Concat(byId.Keys.Where(id => !after.ContainsKey(id)).Select(RemovedAgent.Unknown))
            .ToList();
        if (gone.Count > 0)
        {
            await presence.RemoveAsync(gone, cancellationToken);
        }

        if (revived.Count > 0)
        {
            // Their heartbeat came while the deadline was being committed.
            var recovered = await states.WriteAsync(revived, state => HeartbeatDecision.Recover(state, now), cancellationToken);
            await keeper.PutAsync([.. recovered.Values], now, LeaseStart.Keep, cancellationToken);
        }

        LogExpired(settlements.Count, holds.Count, revived.Count);
        return due.Count;

        AgentState? Decide(AgentState state)
        {
            if (look.HoldOn(state, byId[state.Id], chosen) is not { } hold)
            {
                return ExpiryDecision.Decide(state, byId[state.Id], now);
            }

            holds[state.Id] = hold;
            return null;
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Debug, Message = "{Count} deadlines were missed; {Held} of them do not count for now; {Revived} agents came back meanwhile")]
    private partial void LogExpired(int count, int held, int revived);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "The watch over deadlines failed; trying again")]
    private partial void LogFailed(Exception exception);
}
