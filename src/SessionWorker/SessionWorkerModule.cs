using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.SessionWorker;

/// <summary>Sessions with their messages and invocations, and the shared contexts of agents: the owner of session.* and context.*.</summary>
public static class SessionWorkerModule
{
    public static IServiceCollection AddSessionWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(new StoreAvailability(StoreFaults.IsUnavailable));
        services.AddSection<SessionPolicy>(configuration, "Sessions");
        services.AddSingleton<SessionWriter>();
        services.AddSingleton<SessionHandlers>();
        services.AddHostedService<SessionExpiry>();
        services.AddSection<ContextPolicy>(configuration, "Contexts");
        services.AddSingleton<ContextWriter>();
        services.AddSingleton<ContextHandlers>();
        return services;
    }

    public static void AddSessionConsumers(this IBusRegistrationConfigurator bus)
    {
        SessionHandlers.Register(bus);
        ContextHandlers.Register(bus);
    }
}
