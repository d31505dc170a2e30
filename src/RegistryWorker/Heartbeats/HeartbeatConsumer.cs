using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Expiry;
using AgentRegistry.Storage.Presence;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>Takes a single agent's heartbeat.</summary>
internal sealed class HeartbeatConsumer(HeartbeatWriter writer, HeartbeatIntakeMonitor hearing, AgentDirectory directory, Limits limits, TimeProvider time)
    : IConsumer<Heartbeat>
{
    public async Task Consume(ConsumeContext<Heartbeat> context)
    {
        var started = time.GetTimestamp();
        hearing.TookSingle();
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        // Asked for now: after the commit it lies cold, hundreds of messages back.
        var isAsked = context.ResponseAddress is not null;
        var result = await writer.WriteAsync(message, context.CancellationToken);
        HeartbeatMetrics.Taken(result, time.GetElapsedTime(started));
        if (!isAsked)
        {
            return;
        }

        if (result == PresenceResult.Unknown)
        {
            await context.RespondAsync(new AgentNotRegistered { AgentId = message.AgentId });
            return;
        }

        var agent = directory.Find(message.AgentId);
        await context.RespondAsync(new HeartbeatAccepted
        {
            AgentId = message.AgentId,
            HeartbeatIntervalSeconds = agent?.HeartbeatIntervalSeconds ?? Defaults.HeartbeatIntervalSeconds,
            LeaseSeconds = agent?.LeaseSeconds ?? Defaults.HeartbeatIntervalSeconds * 2,
        });
    }
}
