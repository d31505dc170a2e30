using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers with the registry in numbers.</summary>
internal sealed class GetStatisticsConsumer(AgentDirectory directory, IRegistryStore store, TimeProvider time) : IConsumer<GetStatistics>
{
    public async Task Consume(ConsumeContext<GetStatistics> context)
    {
        var counts = await store.Activities.CountAsync(time.GetUtcNow(), context.CancellationToken);
        await context.AnswerAsync(directory.Count(context.Message.Workspace) with
        {
            TotalActivities = counts.Total,
            ActivitiesLastMinute = counts.LastMinute,
            AgentChangesLastMinute = counts.AgentChangesLastMinute,
            Notices = await store.Notices.ReadAsync(context.CancellationToken),
        });
    }
}

internal sealed class GetStatisticsConsumerDefinition() : QueryDefinition<GetStatisticsConsumer>("get-statistics");
