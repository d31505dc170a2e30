using AgentRegistry.ActivityWorker.Memory;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>Stores what an agent did.</summary>
internal sealed class ActivityLoggedConsumer(ActivityWriter writer, MemoryDelivery memory, Limits limits, TimeProvider time) : IConsumer<ActivityLogged>
{
    public async Task Consume(ConsumeContext<ActivityLogged> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var committed = await writer.WriteAsync(message with { OccurredAt = message.OccurredAt.ToMicroseconds() }, context.CancellationToken);
        ActivityMeasures.Taken(message.Status.GetValueOrDefault(), committed.IsDuplicate);
        if (context.ResponseAddress is not null)
        {
            await context.RespondAsync(new ActivityAccepted
            {
                ActivityId = message.ActivityId,
                AgentId = message.AgentId,
                TaskId = message.TaskId,
                Revision = committed.Revision,
                Duplicate = committed.IsDuplicate,
                StoredInMemory = await memory.HasDeliveredAsync(committed.Revision, context.CancellationToken),
            });
        }
    }
}
