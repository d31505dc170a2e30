using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.Client;

/// <summary>Adds the client of the registry.</summary>
public static class ClientModule
{
    /// <summary>
    /// Adds <see cref="IAgentRegistryClient"/>. With <see cref="AgentRegistryClientOptions.RabbitMq"/> it has its own connection, which starts and
    /// stops with the host; without, it uses the process's bus, in whatever order both are added.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of bounds; the message names it.</exception>
    public static IServiceCollection AddAgentRegistryClient(
        this IServiceCollection services, Action<AgentRegistryClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new AgentRegistryClientOptions();
        configure?.Invoke(options);
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(configure));
        }

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<IAgentRegistryClient, AgentRegistryClient>();
        services.TryAddSingleton<AgentChanges>();
        if (options.RabbitMq is { } broker)
        {
            services.AddRegistryBus(broker);
            services.TryAddSingleton(provider => new RegistryLink(provider.GetRequiredService<IRegistryBus>()));
        }
        else
        {
            services.TryAddSingleton(provider => new RegistryLink(provider.GetService<IBus>() ?? throw new InvalidOperationException(
                "The process has no bus to the registry: set RabbitMq in AddAgentRegistryClient(), or call AddMassTransit().")));
        }

        return services;
    }

    private static void AddRegistryBus(this IServiceCollection services, Uri broker) => services.AddMassTransit<IRegistryBus, RegistryBus>(bus =>
    {
        bus.DisableUsageTelemetry();
        bus.UsingRabbitMq((_, transport) => transport.Host(broker, host =>
        {
            host.PublisherConfirmation = true;
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
            host.Heartbeat(TimeSpan.FromSeconds(15));
        }));
    });
}
