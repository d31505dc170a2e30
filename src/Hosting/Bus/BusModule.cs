using AgentRegistry.Contracts;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.Hosting.Bus;

/// <summary>The bus: RabbitMQ where <c>ConnectionStrings:RabbitMq</c> is set, else within this process.</summary>
public static class BusModule
{
    public const string RabbitMqKey = "RabbitMq";

    /// <summary>How long a request waits for its answer.</summary>
    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddRegistryBus(
        this IServiceCollection services, IConfiguration configuration, Action<IBusRegistrationConfigurator> register)
    {
        var rabbitMq = configuration.GetConnectionString(RabbitMqKey);
        if (!string.IsNullOrEmpty(rabbitMq) && !Uri.TryCreate(rabbitMq, UriKind.Absolute, out _))
        {
            throw new FormatException($"ConnectionStrings:{RabbitMqKey} is no address such as amqp://user:password@host:5672/vhost");
        }

        services.TryAddSingleton<ReplyChannel>();
        services.AddMassTransit(bus =>
        {
            // On by default, also in 8.5: MassTransit would report to its authors.
            bus.DisableUsageTelemetry();
            bus.AddReceiveEndpointObserver(provider => provider.GetRequiredService<ReplyChannel>());
            register(bus);
            if (string.IsNullOrEmpty(rabbitMq))
            {
                UseThisProcess(bus);
            }
            else
            {
                UseRabbitMq(bus, new Uri(rabbitMq));
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<QueueDepths>(provider, new Uri(rabbitMq)));
                services.AddHostedService(provider => provider.GetRequiredService<QueueDepths>());
                services.AddHostedService(provider => ActivatorUtilities.CreateInstance<BusWatch>(provider, new Uri(rabbitMq)));
                bus.AddConfigureEndpointsCallback((context, queue, _) => context.GetRequiredService<QueueDepths>().Watch(queue));
            }
        });
        services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            // Within the process nothing may be published before the consumers are there; a broker may come later than we do.
            options.WaitUntilStarted = string.IsNullOrEmpty(rabbitMq);
            options.StopTimeout = TimeSpan.FromSeconds(20);
        });
        return services;
    }

    /// <summary>Watches whether messages of some queues could reach this process at all.</summary>
    public static IServiceCollection AddBrokerPulse(this IServiceCollection services, IConfiguration configuration, params string[] queues)
    {
        if (configuration.GetConnectionString(RabbitMqKey) is not { Length: > 0 } rabbitMq)
        {
            return services.AddSingleton<IBrokerMonitor, InProcessBrokerMonitor>();
        }

        services.AddSingleton(provider => new BrokerMonitor(
            new Uri(rabbitMq), queues, provider.GetRequiredService<IBusControl>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IBrokerMonitor>(provider => provider.GetRequiredService<BrokerMonitor>());
        return services.AddHostedService(provider => provider.GetRequiredService<BrokerMonitor>());
    }

    /// <summary>MassTransit indents its envelopes: spaces that the broker would store and each consumer read.</summary>
    private static void ConfigureJson(IBusFactoryConfigurator transport) =>
        transport.ConfigureJsonSerializerOptions(options =>
        {
            options.WriteIndented = false;
            return WireNumbers.ReadLeniently(options);
        });

    private static void UseThisProcess(IBusRegistrationConfigurator bus) => bus.UsingInMemory((context, transport) =>
    {
        // Large prefetches slow the in-memory transport down tenfold (docs/decisions/0006).
        transport.PrefetchCount = 32;
        ConfigureJson(transport);
        transport.ConfigureEndpoints(context);
    });

    private static void UseRabbitMq(IBusRegistrationConfigurator bus, Uri address)
    {
        bus.SetRabbitMqReplyToRequestClientFactory();
        bus.UsingRabbitMq((context, transport) =>
        {
            ConfigureJson(transport);
            transport.Host(address, host =>
            {
                host.PublisherConfirmation = true;
                host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
                host.Heartbeat(TimeSpan.FromSeconds(15));
            });
            transport.ConfigureEndpoints(context);
        });
    }
}

