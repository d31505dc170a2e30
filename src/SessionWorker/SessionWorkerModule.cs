using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.SessionWorker;

/// <summary>Sessions and shared contexts will live here: the owner of session.*. So far it is a process with health and metrics, and no messages.</summary>
public static class SessionWorkerModule
{
    public static IServiceCollection AddSessionWorker(this IServiceCollection services) => services;
}
