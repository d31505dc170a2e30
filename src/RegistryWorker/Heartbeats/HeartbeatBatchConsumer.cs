using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Expiry;
using AgentRegistry.Storage.Presence;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>Takes one message for all the agents of a host.</summary>
internal sealed class HeartbeatBatchConsumer(HeartbeatWriter writer, HeartbeatIntakeMonitor hearing, Limits limits, TimeProvider time) : IConsumer<HeartbeatBatch>
{
    public async Task Consume(ConsumeContext<HeartbeatBatch> context)
    {
        var started = time.GetTimestamp();
        hearing.TookBatch();
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var heartbeats = WithTimes(message);
        var results = await writer.WriteAsync(heartbeats, context.CancellationToken);
        HeartbeatMetrics.Taken(results, time.GetElapsedTime(started));
        await context.AnswerAsync(new HeartbeatsAccepted
        {
            Accepted = results.Count(result => result is PresenceResult.Fresh or PresenceResult.Changes),
            NotRegistered = [.. heartbeats.Zip(results).Where(pair => pair.Second == PresenceResult.Unknown).Select(pair => pair.First.AgentId)],
        });
    }

    private static Heartbeat[] WithTimes(HeartbeatBatch message)
    {
        var heartbeats = new Heartbeat[message.Heartbeats.Count];
        for (var i = 0; i < heartbeats.Length; i++)
        {
            var heartbeat = message.Heartbeats[i];
            heartbeats[i] = heartbeat.SentAt == default ? heartbeat with { SentAt = message.SentAt } : heartbeat;
        }

        return heartbeats;
    }
}
