using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Memory;
using MassTransit;

namespace AgentRegistry.ActivityWorker.Memory;

/// <summary>Answers what is remembered: the memory server first, the tables while it is away.</summary>
internal sealed class SearchMemoryConsumer(MemorySearch search, Limits limits) : IConsumer<SearchMemory>
{
    public async Task Consume(ConsumeContext<SearchMemory> context)
    {
        var faults = MessageRules.Check(context.Message, limits);
        await (faults.Count > 0
            ? context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe())
            : context.AnswerAsync(await search.RunAsync(context.Message, context.CancellationToken)));
    }
}

internal sealed class SearchMemoryConsumerDefinition() : QueryDefinition<SearchMemoryConsumer>("search-memory", prefetch: 10);
