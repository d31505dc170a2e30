using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Definitions;
using AgentRegistry.RegistryWorker.Discovery;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.RegistryWorker.Instances;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.RegistryWorker.Relay;
using AgentRegistry.Routing;
using AgentRegistry.Storage;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.RegistryWorker;

/// <summary>Registrations, heartbeats, health, discovery, definitions and their instances: the owner of registry.*.</summary>
public static class RegistryWorkerModule
{
    public static IServiceCollection AddRegistryWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(new StoreAvailability(StoreFaults.IsUnavailable));
        services.AddSection<RegistrationHistory>(configuration, "Registrations");
        services.AddSingleton<AgentWriter>();
        services.AddSingleton<AgentHandlers>();
        services.AddSingleton<DefinitionWriter>();
        services.AddSingleton<DefinitionHandlers>();
        services.AddSection<InstancePolicy>(configuration, "Instances");
        services.AddSingleton<InstanceWriter>();
        services.AddSingleton<InstanceHandlers>();
        services.AddSingleton<StateWriter>();
        services.AddSingleton<PresenceKeeper>();
        services.AddSingleton<HeartbeatWriter>();
        services.AddSingleton<RelayMetrics>();
        services.AddAgentReplica();
        services.AddHostedService<DiscoveryMetrics>();
        services.AddSection<SelfPreservation>(configuration, "SelfPreservation");
        services.AddBrokerPulse(configuration, HeartbeatIntakeMonitor.SingleQueue, HeartbeatIntakeMonitor.BatchQueue);
        services.AddSingleton<HeartbeatIntakeMonitor>();
        services.AddSingleton<EvictionNotices>();
        services.AddHostedService<EvictionLoop>();
        services.AddHostedService<EventRelay>();
        return services;
    }

    public static void AddRegistryConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<HeartbeatConsumer, HeartbeatConsumerDefinition>();
        bus.AddConsumer<HeartbeatBatchConsumer, HeartbeatBatchConsumerDefinition>();
        AgentHandlers.Register(bus);
        DefinitionHandlers.Register(bus);
        InstanceHandlers.Register(bus);
        DiscoveryHandlers.Register(bus);
    }
}
