using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentRegistry.Memory;

/// <summary>What agents remember: always in the tables, and in a memory server where one is configured.</summary>
public static class MemoryModule
{
    private const string Section = "Memory";

    public static void AddMemory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<MemoryServerOptions>(configuration, Section);
        services.AddSingleton<MemorySearch>();
        var toTables = string.IsNullOrEmpty(configuration.GetConnectionString(StorageModule.PostgresKey)) ? MemoryRoute.ToSqlite : MemoryRoute.ToPostgres;
        services.AddDelivery(toTables, provider => provider.GetRequiredService<IMemoryStore>());
        var options = configuration.GetSection(Section);
        if (string.IsNullOrEmpty(options[nameof(MemoryServerOptions.Command)]) && string.IsNullOrEmpty(options[nameof(MemoryServerOptions.Url)]))
        {
            return;
        }

        services.AddSingleton<MemoryBreaker>();
        services.AddSingleton<McpMemory>();
        services.AddSingleton<MemoryServerMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<MemoryServerMonitor>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "memory_server", provider => provider.GetRequiredService<MemoryServerMonitor>(), HealthStatus.Degraded, tags: null));

        // The last one is the one that callers hear of.
        services.AddDelivery(MemoryRoute.ToServer, provider => provider.GetRequiredService<McpMemory>());
    }

    private static void AddDelivery(this IServiceCollection services, MemoryRoute route, Func<IServiceProvider, IMemoryStore> memory)
    {
        services.AddKeyedSingleton(route.Cursor, (provider, _) => ActivatorUtilities.CreateInstance<MemoryDelivery>(provider, route, memory(provider)));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<MemoryDelivery>(route.Cursor));
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(provider => provider.GetRequiredKeyedService<MemoryDelivery>(route.Cursor));
    }
}
