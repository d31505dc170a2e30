using AgentRegistry.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.Hosting.Bus;

/// <summary>Answers one message that has passed validation.</summary>
/// <returns>The response's contract; <see cref="Refused"/> or <see cref="Missing"/> where the message had no effect.</returns>
public delegate Task<object> MessageHandler<in TMessage>(TMessage message, CancellationToken cancellationToken);

/// <summary>A command that is not carried out: a requester gets the response, a plain message goes to the error queue with the reason.</summary>
public sealed record Refused(object Response, string Reason);

/// <summary>
/// A command whose target does not exist: a requester gets the response at once. A plain message is retried for some seconds first, since
/// it may have overtaken the message that creates its target: each type has a queue of its own.
/// </summary>
public sealed record Missing(object Response, string Reason);

/// <summary>True for a fault of a store that cannot be reached or is overloaded: the message is held back and retried.</summary>
public sealed record StoreAvailability(Func<Exception, bool> IsUnavailable);

/// <summary>
/// Registers handlers of messages. Each message type gets a queue of its own, named after the type in kebab case, which also takes plain
/// JSON; validation precedes the handler.
/// </summary>
public static class Handlers
{
    /// <summary>A command: its queue is durable and replicated, and it waits while a store is unavailable.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="handle">Carries it out.</param>
    /// <param name="prefetch">How many are processed at once.</param>
    public static void AddCommand<TCommand, TService>(
        this IBusRegistrationConfigurator bus, Func<TService, TCommand, CancellationToken, Task<object>> handle, int prefetch)
        where TCommand : class
        where TService : notnull =>
        bus.AddHandler(handle, new MessageEndpoint<TCommand>(prefetch, IsCommand: true));

    /// <summary>A query: its queue is transient and nothing is retried, since a response is worth nothing once the requester has given up.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="handle">Answers it.</param>
    /// <param name="prefetch">How many are processed at once; fewer where each response is large or slow.</param>
    public static void AddQuery<TQuery, TService>(
        this IBusRegistrationConfigurator bus, Func<TService, TQuery, CancellationToken, Task<object>> handle, int prefetch = 50)
        where TQuery : class
        where TService : notnull =>
        bus.AddHandler(handle, new MessageEndpoint<TQuery>(prefetch, IsCommand: false));

    private static void AddHandler<TMessage, TService>(
        this IBusRegistrationConfigurator bus, Func<TService, TMessage, CancellationToken, Task<object>> handle, MessageEndpoint<TMessage> endpoint)
        where TMessage : class
        where TService : notnull
    {
        bus.AddSingleton(endpoint);
        bus.AddSingleton<MessageHandler<TMessage>>(provider =>
        {
            var service = provider.GetRequiredService<TService>();
            return (message, cancellationToken) => handle(service, message, cancellationToken);
        });
        bus.AddConsumer<HandlerConsumer<TMessage>, HandlerConsumerDefinition<TMessage>>();
    }
}

/// <summary>How the endpoint of a message type is set up.</summary>
internal sealed record MessageEndpoint<TMessage>(int Prefetch, bool IsCommand)
{
    public string Name { get; } = KebabCaseEndpointNameFormatter.Instance.SanitizeName(typeof(TMessage).Name);
}

/// <summary>Passes a message to its handler and its result to the sender.</summary>
internal sealed class HandlerConsumer<TMessage>(MessageHandler<TMessage> handler) : IConsumer<TMessage>
    where TMessage : class
{
    public async Task Consume(ConsumeContext<TMessage> context)
    {
        switch (await handler(context.Message, context.CancellationToken))
        {
            case Refused refused when context.ResponseAddress is null:
                throw new MessageRefusedException(refused.Reason);
            case Refused refused:
                await context.RespondAsync(refused.Response, refused.Response.GetType());
                break;
            case Missing missing when context.ResponseAddress is null:
                throw new TargetMissingException(missing.Reason);
            case Missing missing:
                await context.RespondAsync(missing.Response, missing.Response.GetType());
                break;
            case { } response when context.ResponseAddress is not null:
                await context.RespondAsync(response, response.GetType());
                break;
        }
    }
}

/// <summary>A plain message's target does not exist, or not yet.</summary>
public sealed class TargetMissingException(string reason) : Exception(reason);

/// <summary>The endpoint of a handler: queue, retries, validation.</summary>
internal sealed class HandlerConsumerDefinition<TMessage> : ConsumerDefinition<HandlerConsumer<TMessage>>
    where TMessage : class
{
    private readonly MessageEndpoint<TMessage> _endpoint;

    public HandlerConsumerDefinition(MessageEndpoint<TMessage> endpoint) => (_endpoint, EndpointName) = (endpoint, endpoint.Name);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<HandlerConsumer<TMessage>> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.TakesPlainJson();
        if (_endpoint.IsCommand)
        {
            endpointConfigurator.Lasts(_endpoint.Prefetch);
            endpointConfigurator.RetriesWhile(context.GetRequiredService<StoreAvailability>().IsUnavailable);
            endpointConfigurator.UseMessageRetry(retry =>
            {
                retry.Handle<TargetMissingException>();
                retry.Intervals(100, 300, 1_000, 2_000, 5_000);
            });
        }
        else
        {
            endpointConfigurator.IsFleeting(_endpoint.Prefetch);
        }

        consumerConfigurator.Validates<HandlerConsumer<TMessage>, TMessage>(context);
    }
}
