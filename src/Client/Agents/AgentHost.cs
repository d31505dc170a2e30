using AgentRegistry.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>Makes an agent, and by which factory, where it is one.</summary>
internal sealed record AgentSource(AgentFactoryReference? MadeBy, Func<IServiceProvider, CancellationToken, Task<BaseAgent>> MakeAsync);

/// <summary>
/// Runs one agent with the process: it begins when everything else of the host has started, and is told to end before anything else stops,
/// whatever the order in which they were added, so that it can still say that it leaves.
/// </summary>
internal sealed partial class AgentHost(
    AgentSource source,
    IServiceProvider services,
    IAgentRegistryClient registry,
    AgentChanges changes,
    AgentHostOptions options,
    IHostApplicationLifetime application,
    TimeProvider time,
    ILogger<AgentHost> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private BaseAgent? _agent;
    private Task _running = Task.CompletedTask;

    /// <summary>An agent that cannot be made keeps the process from starting.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => _agent = await source.MakeAsync(services, cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(() => RunAsync(_agent!), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => StoppingAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(BaseAgent agent)
    {
        using var presence = new AgentPresence(agent, source.MadeBy, registry, options, time, logger);
        try
        {
            using var runner = new AgentRunner(agent, presence, registry, changes, options, time, logger);
            agent.RunBy(new AgentContext(registry, new AgentActivities(registry, time, logger), runner.WorkGivenUp));
            await runner.RunAsync(_stopping.Token);
        }
        catch (Exception exception)
        {
            // As the host does with a BackgroundService: a process whose agent is not to be had must not look well.
            Failed(logger, exception);
            application.StopApplication();
        }
        finally
        {
            await DisposeAsync(agent);
        }
    }

    private static async Task DisposeAsync(BaseAgent agent)
    {
        switch (agent)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    [LoggerMessage(EventId = 7000, Level = LogLevel.Critical, Message = "An agent cannot be run, and its process stops")]
    private static partial void Failed(ILogger logger, Exception exception);
}
