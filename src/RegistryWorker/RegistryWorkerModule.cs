using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.RegistryWorker.Definitions;
using AgentRegistry.RegistryWorker.Definitions.Queries;
using AgentRegistry.RegistryWorker.Discovery;
using AgentRegistry.RegistryWorker.Expiry;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.RegistryWorker.Instances;
using AgentRegistry.RegistryWorker.Instances.Queries;
using AgentRegistry.RegistryWorker.Registration;
using AgentRegistry.RegistryWorker.Relay;
using AgentRegistry.RegistryWorker.Versions;
using AgentRegistry.Routing;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.RegistryWorker;

/// <summary>Registrations, heartbeats, health, discovery, definitions and their instances: the owner of registry.*.</summary>
public static class RegistryWorkerModule
{
    public static IServiceCollection AddRegistryWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<RegistrationHistory>(configuration, "Registrations");
        services.AddSingleton<AgentWriter>();
        services.AddSingleton<DefinitionWriter>();
        services.AddSection<InstancePolicy>(configuration, "Instances");
        services.AddSingleton<InstanceWriter>();
        services.AddSingleton<StateWriter>();
        services.AddSingleton<PresenceKeeper>();
        services.AddSingleton<HeartbeatWriter>();
        services.AddSingleton<RelayMetrics>();
        services.AddAgentReplica();
        services.AddHostedService<DiscoveryMetrics>();
        services.AddSection<SelfPreservation>(configuration, "SelfPreservation");
        services.AddBrokerPulse(configuration, HeartbeatConsumerDefinition.Queue, HeartbeatBatchConsumerDefinition.Queue);
        services.AddSingleton<HeartbeatIntakeMonitor>();
        services.AddSingleton<EvictionNotices>();
        services.AddHostedService<ExpiryLoop>();
        services.AddHostedService<EventRelay>();
        return services;
    }

    public static void AddRegistryConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RegisterAgentConsumer, RegisterAgentConsumerDefinition>();
        bus.AddConsumer<RegisterAgentsConsumer, RegisterAgentsConsumerDefinition>();
        bus.AddConsumer<ChangeAgentStatusConsumer, ChangeAgentStatusConsumerDefinition>();
        bus.AddConsumer<UpdateAgentCapabilitiesConsumer, UpdateAgentCapabilitiesConsumerDefinition>();
        bus.AddConsumer<DeleteAgentConsumer, DeleteAgentConsumerDefinition>();
        bus.AddConsumer<RestoreRegistrationConsumer, RestoreRegistrationConsumerDefinition>();
        bus.AddConsumer<HeartbeatConsumer, HeartbeatConsumerDefinition>();
        bus.AddConsumer<HeartbeatBatchConsumer, HeartbeatBatchConsumerDefinition>();
        bus.AddConsumer<GetAgentConsumer, GetAgentConsumerDefinition>();
        bus.AddConsumer<GetRegistrationVersionConsumer, GetRegistrationVersionConsumerDefinition>();
        bus.AddConsumer<ListRegistrationVersionsConsumer, ListRegistrationVersionsConsumerDefinition>();
        bus.AddConsumer<DiffRegistrationVersionsConsumer, DiffRegistrationVersionsConsumerDefinition>();
        bus.AddConsumer<ListAgentsConsumer, ListAgentsConsumerDefinition>();
        bus.AddConsumer<SearchCapabilitiesConsumer, SearchCapabilitiesConsumerDefinition>();
        bus.AddConsumer<RouteQueryConsumer, RouteQueryConsumerDefinition>();
        bus.AddConsumer<GetRouteConsumer, GetRouteConsumerDefinition>();
        bus.AddConsumer<GetAgentHealthConsumer, GetAgentHealthConsumerDefinition>();
        bus.AddConsumer<GetStatisticsConsumer, GetStatisticsConsumerDefinition>();
        bus.AddConsumer<SaveDefinitionConsumer, SaveDefinitionConsumerDefinition>();
        bus.AddConsumer<RestoreDefinitionConsumer, RestoreDefinitionConsumerDefinition>();
        bus.AddConsumer<SwitchDefinitionConsumer, SwitchDefinitionConsumerDefinition>();
        bus.AddConsumer<LabelDefinitionConsumer, LabelDefinitionConsumerDefinition>();
        bus.AddConsumer<UnlabelDefinitionConsumer, UnlabelDefinitionConsumerDefinition>();
        bus.AddConsumer<DeleteDefinitionConsumer, DeleteDefinitionConsumerDefinition>();
        bus.AddConsumer<GetDefinitionConsumer, GetDefinitionConsumerDefinition>();
        bus.AddConsumer<ListDefinitionsConsumer, ListDefinitionsConsumerDefinition>();
        bus.AddConsumer<ListDefinitionVersionsConsumer, ListDefinitionVersionsConsumerDefinition>();
        bus.AddConsumer<DiffDefinitionConsumer, DiffDefinitionConsumerDefinition>();
        bus.AddConsumer<SpawnInstanceConsumer, SpawnInstanceConsumerDefinition>();
        bus.AddConsumer<ConfigureInstanceConsumer, ConfigureInstanceConsumerDefinition>();
        bus.AddConsumer<ChangeInstanceStatusConsumer, ChangeInstanceStatusConsumerDefinition>();
        bus.AddConsumer<DeleteInstanceConsumer, DeleteInstanceConsumerDefinition>();
        bus.AddConsumer<GetInstanceConsumer, GetInstanceConsumerDefinition>();
        bus.AddConsumer<ListInstancesConsumer, ListInstancesConsumerDefinition>();
    }
}
