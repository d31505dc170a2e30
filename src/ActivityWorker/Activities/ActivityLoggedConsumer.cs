using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Memory;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>Stores what an agent did.</summary>
internal sealed partial class ActivityLoggedConsumer(
    ActivityWriter writer, MemoryDelivery memory, Limits limits, TimeProvider time, ILogger<ActivityLoggedConsumer> logger) : IConsumer<ActivityLogged>
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

        // Asked for now: after the commit it lies cold, a thousand messages back.
        var isAsked = context.ResponseAddress is not null;
        var committed = await writer.WriteAsync(message with { OccurredAt = message.OccurredAt.ToMicroseconds() }, context.CancellationToken);
        ActivityMetrics.Taken(message.Status.GetValueOrDefault(), committed);
        if (committed.IsReused)
        {
            LogReused(message.ActivityId, message.AgentId);
        }

        if (isAsked)
        {
            await context.RespondAsync(new ActivityAccepted
            {
                ActivityId = message.ActivityId,
                AgentId = message.AgentId,
                TaskId = message.TaskId,
                Revision = committed.Revision,
                Duplicate = committed.IsDuplicate,
                Reused = committed.IsReused,
                StoredInMemory = await memory.HasDeliveredAsync(committed.Revision, context.CancellationToken),
            });
        }
    }

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Activity {ActivityId} of agent {AgentId} bears the id of another that says something else; the first is kept")]
    private partial void LogReused(Guid activityId, string agentId);
}
