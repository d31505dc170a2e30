using AgentRegistry.ActivityWorker.Activities;
using AgentRegistry.ActivityWorker.Retention;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Memory;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Retention;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.ActivityWorker;

/// <summary>What agents did, and what they remember of it: the owner of activity.*.</summary>
public static class ActivityWorkerModule
{
    public static IServiceCollection AddActivityWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(new StoreAvailability(StoreFaults.IsUnavailable));
        services.AddSection<RetentionPolicy>(configuration, "Retention");
        services.AddSingleton<ActivityWriter>();
        services.AddMemory(configuration);
        services.AddHostedService<RetentionLoop>();
        return services;
    }

    public static void AddActivityConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ActivityLoggedConsumer, ActivityLoggedConsumerDefinition>();
        bus.AddQuery<SearchMemory, MemorySearch>(async (memory, query, token) => await memory.RunAsync(query, token), prefetch: 10);
    }
}
