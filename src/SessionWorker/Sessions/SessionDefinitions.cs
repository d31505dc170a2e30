using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.SessionWorker.Sessions;

internal sealed class CreateSessionConsumerDefinition() : SessionCommandDefinition<CreateSessionConsumer>("create-session", prefetch: 200);

internal sealed class AppendSessionMessagesConsumerDefinition()
    : SessionCommandDefinition<AppendSessionMessagesConsumer>("append-session-messages", prefetch: 500);

internal sealed class RecordInvocationConsumerDefinition() : SessionCommandDefinition<RecordInvocationConsumer>("record-invocation", prefetch: 200);

internal sealed class ChangeSessionStatusConsumerDefinition()
    : SessionCommandDefinition<ChangeSessionStatusConsumer>("change-session-status", prefetch: 50);

internal sealed class DeleteSessionConsumerDefinition() : SessionCommandDefinition<DeleteSessionConsumer>("delete-session", prefetch: 50);

/// <summary>Commands last, may be plain JSON, wait while a store is away, and for some seconds for their session.</summary>
internal abstract class SessionCommandDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private readonly int _prefetch;

    protected SessionCommandDefinition(string endpoint, int prefetch) => (EndpointName, _prefetch) = (endpoint, prefetch);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.Lasts(_prefetch);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<SessionMissingException>();
            retry.Intervals(100, 300, 1_000, 2_000, 5_000);
        });
    }
}
