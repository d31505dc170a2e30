using AgentRegistry.ActivityWorker.Activities;
using AgentRegistry.ActivityWorker.Memory;
using AgentRegistry.ActivityWorker.Retention;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Memory;
using AgentRegistry.Storage.Retention;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.ActivityWorker;

/// <summary>What agents did, and what they remember of it: the owner of activity.*.</summary>
public static class ActivityWorkerModule
{
    public static IServiceCollection AddActivityWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<RetentionPolicy>(configuration, "Retention");
        services.AddSingleton<ActivityWriter>();
        services.AddMemory(configuration);
        services.AddHostedService<RetentionLoop>();
        return services;
    }

    public static void AddActivityConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ActivityLoggedConsumer, ActivityLoggedConsumerDefinition>();
        bus.AddConsumer<SearchMemoryConsumer, SearchMemoryConsumerDefinition>();
    }
}
