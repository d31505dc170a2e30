using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Services;
using AgentRegistry.Routing;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Presence;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Ingest.Consuming;

/// <summary>
/// Consumers in this process, put together as the workers' own programs put them together. The product's and the one that does
/// nothing are hosted alike, in a process that the rounds before have warmed up alike.
/// </summary>
internal sealed class ConsumerHost : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private ConsumerHost(IHost host) => _host = host;

    public IPresence Presence => _host.Services.GetRequiredService<IPresence>();

    /// <summary>The measures of this host alone.</summary>
    public PrometheusMetrics Measures => _host.Services.GetRequiredService<PrometheusMetrics>();

    /// <summary>A bus and nothing else.</summary>
    public static async Task<ConsumerHost> StartBareAsync(
        BenchContext bench, Drain drain, Action<IBusRegistrationConfigurator> addConsumers, CancellationToken cancellationToken)
    {
        var builder = Builder(new ServiceAddresses(bench.Addresses.RabbitMq, "", ""), drain);
        builder.Services.AddRegistryBus(builder.Configuration, addConsumers);
        return await StartAsync(builder, _ => Task.CompletedTask, cancellationToken);
    }

    /// <summary>A worker on the services: its modules, its stores, its bus.</summary>
    public static async Task<ConsumerHost> StartWorkerAsync(
        BenchContext bench,
        Tables tables,
        Drain drain,
        Action<IServiceCollection, IConfiguration> addWorker,
        Action<IBusRegistrationConfigurator> addConsumers,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = Builder(new ServiceAddresses(bench.Addresses.RabbitMq, tables.Address, bench.Redis.Address), drain);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddSection<RoutingPolicy>(builder.Configuration, "Routing");
        builder.Services.AddSection<VectorOptions>(builder.Configuration, "Vectors");
        builder.Services.AddSection<LearningPolicy>(builder.Configuration, "Learning");
        builder.Services.AddStorage(builder.Configuration);
        addWorker(builder.Services, builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, addConsumers);
        var host = await StartAsync(builder, services => services.MigrateStorageAsync(cancellationToken), cancellationToken);
        await host.WaitForFeedAsync(cancellationToken);
        return host;
    }

    /// <summary>Until presence has been filled from the tables: part of a start, and not of what is measured.</summary>
    public Task WaitForPresenceAsync(CancellationToken cancellationToken) => Await.UntilAsync(
        "presence is filled", StartLimit, TimeSpan.FromMilliseconds(50), () => Presence.IsFilledAsync(cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private Task WaitForFeedAsync(CancellationToken cancellationToken)
    {
        var follower = _host.Services.GetRequiredService<FeedFollower>();
        return Await.UntilAsync("the feed is followed", StartLimit, TimeSpan.FromMilliseconds(20), () => Task.FromResult(follower.IsReady), cancellationToken);
    }

    private static HostApplicationBuilder Builder(ServiceAddresses addresses, Drain drain)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "bench" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:RabbitMq"] = addresses.RabbitMq,
            ["ConnectionStrings:Postgres"] = addresses.Postgres,
            ["ConnectionStrings:Redis"] = addresses.Redis,
        });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(TimeProvider.System);

        // Taking measures is part of the work; made by the container, so that it ends with it.
        builder.Services.AddSingleton<PrometheusMetrics>();
        builder.Services.AddReceiveObserver(_ => drain);
        return builder;
    }

    private static async Task<ConsumerHost> StartAsync(
        HostApplicationBuilder builder, Func<IServiceProvider, Task> beforeStart, CancellationToken cancellationToken)
    {
        // Before the first round can be timed, the queue must be there and the consumer attached to it.
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var host = new ConsumerHost(builder.Build());
        try
        {
            _ = host.Measures;
            await beforeStart(host._host.Services);
            await host._host.StartAsync(cancellationToken).WaitAsync(StartLimit, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
