using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Presence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>
/// Looks for missed deadlines. Every RegistryWorker does so, without a leader: the tables decide who was first, so that one
/// dying, or hanging, leaves no agent unwatched.
/// </summary>
internal sealed partial class ExpiryLoop(
    IPresence presence, PresenceKeeper keeper, StateWriter states, TimeProvider time, ILogger<ExpiryLoop> logger) : BackgroundService
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
                await keeper.FillIfNeededAsync(stoppingToken);
                while (await ExpireAsync(stoppingToken) == MostAgents)
                {
                    // More are due than one batch holds.
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Nobody would notice a watch that ended: whatever the fault, look again.
                LogFailed(exception);
            }
        }
    }

    private async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicroseconds();
        var due = await presence.DueAsync(now, MostAgents, cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        var byId = due.ToDictionary(agent => agent.Id, StringComparer.Ordinal);
        var after = await states.WriteAsync(byId.Keys, state => ExpiryDecision.Decide(state, byId[state.Id], now), cancellationToken);
        var settlements = after.Values
            .Where(state => state.Exists)
            .Select(state => new Settlement(
                state, byId[state.Id].Due, ExpiryDecision.NextDue(state, byId[state.Id], now), byId[state.Id].LastHeartbeat))
            .ToList();
        var revived = await presence.SettleAsync(settlements, cancellationToken);
        var gone = byId.Keys.Where(id => !after.TryGetValue(id, out var state) || !state.Exists).ToList();
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

        LogExpired(settlements.Count, revived.Count);
        return due.Count;
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Debug, Message = "{Count} deadlines were missed; {Revived} agents came back meanwhile")]
    private partial void LogExpired(int count, int revived);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "The watch over deadlines failed; trying again")]
    private partial void LogFailed(Exception exception);
}
