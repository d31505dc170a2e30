using AgentRegistry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentRegistry.Client.Tests.Agents;

/// <summary>A host with one agent, as its author puts it together.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    private AgentProcess(IHost host, TestAgent agent) => (_host, Agent) = (host, agent);

    public TestAgent Agent { get; }

    public IServiceProvider Services => _host.Services;

    public CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <param name="addClient">Adds the client, and what it needs.</param>
    /// <param name="agent">The agent, made by the factory "test".</param>
    /// <param name="configure">Changes how it is run.</param>
    public static async Task<AgentProcess> StartAsync(
        Action<IServiceCollection> addClient, TestAgent agent, Action<AgentHostOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAgentFactory("test", (_, _) => agent);
        builder.Services.AddAgent(new AgentFactoryReference { Name = "test" }, configure ?? Quick);
        addClient(builder.Services);
        var process = new AgentProcess(builder.Build(), agent);
        await process._host.StartAsync();
        return process;
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await StopAsync();
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static void Quick(AgentHostOptions options) => options.InitialRetryDelay = TimeSpan.FromMilliseconds(100);
}
