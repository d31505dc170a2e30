using AgentRegistry.Contracts;
using MassTransit;

namespace AgentRegistry.Hosting.Bus;

/// <summary>Validates a message before its consumer sees it: an invalid one is answered or goes to the error queue, and is never retried.</summary>
internal sealed class ValidationFilter<TMessage>(Limits limits, TimeProvider time) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        var faults = MessageRules.CheckAny(context.Message, limits, time.GetUtcNow());
        return faults.Count == 0 ? next.Send(context) : context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("validation");
}
