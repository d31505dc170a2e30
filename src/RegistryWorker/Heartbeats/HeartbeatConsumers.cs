using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Presence;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>Takes a single agent's heartbeat.</summary>
/// <remarks>Validated here and not by a filter: an invalid heartbeat, too, tells how far its queue has been worked off.</remarks>
internal sealed class HeartbeatConsumer(HeartbeatWriter writer, HeartbeatIntakeMonitor intake, AgentDirectory directory, Limits limits, TimeProvider time)
    : IConsumer<Heartbeat>
{
    public async Task Consume(ConsumeContext<Heartbeat> context)
    {
        var started = time.GetTimestamp();
        intake.TookSingle();
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        // Looked up now: after the commit it lies cold, hundreds of messages back.
        var isRequest = context.ResponseAddress is not null;
        var result = await writer.WriteAsync(message, context.CancellationToken);
        HeartbeatMetrics.Taken(result, time.GetElapsedTime(started));
        if (!isRequest)
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

internal sealed class HeartbeatConsumerDefinition : ConsumerDefinition<HeartbeatConsumer>
{
    public HeartbeatConsumerDefinition() => EndpointName = HeartbeatIntakeMonitor.SingleQueue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<HeartbeatConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(prefetch: 1_000);
        endpointConfigurator.BatchesAcks();
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
    }
}

/// <summary>Takes one message for all the agents of a host.</summary>
/// <remarks>Validated as a single one is.</remarks>
internal sealed class HeartbeatBatchConsumer(HeartbeatWriter writer, HeartbeatIntakeMonitor intake, Limits limits, TimeProvider time) : IConsumer<HeartbeatBatch>
{
    public async Task Consume(ConsumeContext<HeartbeatBatch> context)
    {
        var started = time.GetTimestamp();
        intake.TookBatch();
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

internal sealed class HeartbeatBatchConsumerDefinition : ConsumerDefinition<HeartbeatBatchConsumer>
{
    public HeartbeatBatchConsumerDefinition() => EndpointName = HeartbeatIntakeMonitor.BatchQueue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<HeartbeatBatchConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(prefetch: 64);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
    }
}
