using AgentRegistry.Hosting.Configuration;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.SessionWorker.Contexts.Queries;
using AgentRegistry.SessionWorker.Expiry;
using AgentRegistry.SessionWorker.Queries;
using AgentRegistry.SessionWorker.Sessions;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.SessionWorker;

/// <summary>Sessions, what was said in them and which agents were called, and the contexts that agents share: the owner of session.* and context.*.</summary>
public static class SessionWorkerModule
{
    public static IServiceCollection AddSessionWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<SessionPolicy>(configuration, "Sessions");
        services.AddSingleton<SessionWriter>();
        services.AddHostedService<SessionExpiry>();
        services.AddSection<ContextPolicy>(configuration, "Contexts");
        services.AddSingleton<ContextWriter>();
        return services;
    }

    public static void AddSessionConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<CreateSessionConsumer, CreateSessionConsumerDefinition>();
        bus.AddConsumer<AppendSessionMessagesConsumer, AppendSessionMessagesConsumerDefinition>();
        bus.AddConsumer<RecordInvocationConsumer, RecordInvocationConsumerDefinition>();
        bus.AddConsumer<ChangeSessionStatusConsumer, ChangeSessionStatusConsumerDefinition>();
        bus.AddConsumer<DeleteSessionConsumer, DeleteSessionConsumerDefinition>();
        bus.AddConsumer<GetSessionConsumer, GetSessionConsumerDefinition>();
        bus.AddConsumer<GetSessionContextConsumer, GetSessionContextConsumerDefinition>();
        bus.AddConsumer<ListSessionMessagesConsumer, ListSessionMessagesConsumerDefinition>();
        bus.AddConsumer<ListSessionInvocationsConsumer, ListSessionInvocationsConsumerDefinition>();
        bus.AddConsumer<ListSessionsConsumer, ListSessionsConsumerDefinition>();
        bus.AddConsumer<AnalyseSessionsConsumer, AnalyseSessionsConsumerDefinition>();
        bus.AddConsumer<WriteContextConsumer, WriteContextConsumerDefinition>();
        bus.AddConsumer<RollbackContextConsumer, RollbackContextConsumerDefinition>();
        bus.AddConsumer<NameCheckpointConsumer, NameCheckpointConsumerDefinition>();
        bus.AddConsumer<RemoveCheckpointConsumer, RemoveCheckpointConsumerDefinition>();
        bus.AddConsumer<DeleteContextConsumer, DeleteContextConsumerDefinition>();
        bus.AddConsumer<GetContextConsumer, GetContextConsumerDefinition>();
        bus.AddConsumer<ListContextsConsumer, ListContextsConsumerDefinition>();
        bus.AddConsumer<ListContextVersionsConsumer, ListContextVersionsConsumerDefinition>();
        bus.AddConsumer<DiffContextConsumer, DiffContextConsumerDefinition>();
    }
}
