using AgentRegistry.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// Validates a message before its consumer sees it: an invalid one is answered or goes to the error queue, and is never retried. It
/// belongs to the consumer, not to the queue: only so is a plain message's fault published as one of its own type.
/// </summary>
internal sealed class ValidationFilter<TConsumer, TMessage>(Limits limits, TimeProvider time) : IFilter<ConsumerConsumeContext<TConsumer, TMessage>>
    where TConsumer : class
    where TMessage : class
{
    public Task Send(ConsumerConsumeContext<TConsumer, TMessage> context, IPipe<ConsumerConsumeContext<TConsumer, TMessage>> next)
    {
        var faults = MessageRules.Check(context.Message, limits, time.GetUtcNow());
        return faults.Count == 0 ? next.Send(context) : context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("validation");
}

/// <summary>Validation for consumers that are not handlers.</summary>
public static class Validation
{
    /// <summary>Messages of this type are validated before the consumer sees them.</summary>
    public static void Validates<TConsumer, TMessage>(this IConsumerConfigurator<TConsumer> consumer, IRegistrationContext context)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class =>
        consumer.ConsumerMessage<TMessage>(message => message.UseFilter(new ValidationFilter<TConsumer, TMessage>(
            context.GetRequiredService<Limits>(), context.GetRequiredService<TimeProvider>())));
}
