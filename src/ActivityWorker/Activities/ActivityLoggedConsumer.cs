using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Memory;
using AgentRegistry.Storage;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>Stores what an agent did.</summary>
internal sealed partial class ActivityLoggedConsumer(
    ActivityWriter writer, MemoryDelivery memory, ILogger<ActivityLoggedConsumer> logger) : IConsumer<ActivityLogged>
{
    public async Task Consume(ConsumeContext<ActivityLogged> context)
    {
        var message = context.Message;

        // Looked up now: after the commit it lies cold, a thousand messages back.
        var isRequest = context.ResponseAddress is not null;
        var committed = await writer.WriteAsync(message with { OccurredAt = message.OccurredAt.ToMicroseconds() }, context.CancellationToken);
        ActivityMetrics.Taken(message.Status.GetValueOrDefault(), committed);
        if (committed.IsReused)
        {
            LogReused(message.ActivityId, message.AgentId);
        }

        if (isRequest)
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

internal sealed class ActivityLoggedConsumerDefinition : ConsumerDefinition<ActivityLoggedConsumer>
{
    public ActivityLoggedConsumerDefinition() => EndpointName = "activity-logged";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ActivityLoggedConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        // Two commits under way (ActivityWriter), and a third that is coming in.
        endpointConfigurator.Lasts(prefetch: 2_250);
        endpointConfigurator.BatchesAcks();
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
        consumerConfigurator.Validates<ActivityLoggedConsumer, ActivityLogged>(context);
    }
}
