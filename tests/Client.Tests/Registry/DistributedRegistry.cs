using AgentRegistry.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AgentRegistry.Client.Tests.Registry;

/// <summary>The real registry as processes, on RabbitMQ, PostgreSQL and Redis.</summary>
public sealed class DistributedRegistry : ITestRegistry, IAsyncLifetime
{
    private IHost _host = null!;

    public DistributedSystem System { get; private set; } = null!;

    public IAgentRegistryClient Client => _host.Services.GetRequiredService<IAgentRegistryClient>();

    public async ValueTask InitializeAsync()
    {
        System = await DistributedSystem.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        AddClient(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <summary>A process of its own, with a connection of its own.</summary>
    public void AddClient(IServiceCollection services) => services.AddAgentRegistryClient(client => client.RabbitMq = new Uri(Servers.RabbitMq));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        await System.DisposeAsync();
    }
}
