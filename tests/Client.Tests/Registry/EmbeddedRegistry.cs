using AgentRegistry.ActivityWorker;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.RegistryWorker;
using AgentRegistry.Routing;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AgentRegistry.Client.Tests.Registry;

/// <summary>The real registry within this process, on a SQLite file, as Standalone puts it together; without HTTP.</summary>
public sealed class EmbeddedRegistry : ITestRegistry, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agent-registry-");
    private IHost _host = null!;

    public IAgentRegistryClient Client => _host.Services.GetRequiredService<IAgentRegistryClient>();

    public async ValueTask InitializeAsync() => _host = await StartAsync(_data, services => services.AddAgentRegistryClient());

    /// <summary>A process of its own that has the registry's bus.</summary>
    public void AddClient(IServiceCollection services) =>
        services.AddSingleton(_host.Services.GetRequiredService<IBus>()).AddAgentRegistryClient();

    /// <summary>A registry, and what else its process has: added before the registry's own parts.</summary>
    public static async Task<IHost> StartAsync(DirectoryInfo data, Action<IServiceCollection> addBefore)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(StorageModule.DataFolderKey, (string?)data.FullName)]);
        addBefore(builder.Services);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddSection<RoutingPolicy>(builder.Configuration, "Routing");
        builder.Services.AddSection<VectorOptions>(builder.Configuration, "Vectors");
        builder.Services.AddSection<LearningPolicy>(builder.Configuration, "Learning");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddRegistryWorker(builder.Configuration);
        builder.Services.AddActivityWorker(builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, bus =>
        {
            bus.AddRegistryConsumers();
            bus.AddActivityConsumers();
        });
        var host = builder.Build();
        await host.Services.MigrateStorageAsync();
        await host.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _data.Delete(recursive: true);
    }
}
