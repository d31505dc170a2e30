using AgentRegistry.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>Creates an agent; names the factory where one does.</summary>
internal sealed record AgentSource(AgentFactoryReference? Factory, Func<IServiceProvider, CancellationToken, Task<BaseAgent>> CreateAsync);

/// <summary>
/// Runs one agent with the process. It starts after every other service of the host and stops before any of them, whatever the order of
/// registration, so that it can still report that it goes offline.
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

    /// <summary>An agent that cannot be created keeps the process from starting.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => _agent = await source.CreateAsync(services, cancellationToken);

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
        using var presence = new AgentPresence(agent, source.Factory, registry, options, time, logger);
        try
        {
            using var runner = new AgentRunner(agent, presence, registry, changes, options, time, logger);
            agent.AttachTo(new AgentContext(registry, new AgentActivities(registry, time, logger), runner.WorkCancelled));
            await runner.RunAsync(_stopping.Token);
        }
        catch (Exception exception)
        {
            // As the host does for a BackgroundService: a process whose agent failed must not look healthy.
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

    [LoggerMessage(EventId = 7000, Level = LogLevel.Critical, Message = "Agent failed; the process stops")]
    private static partial void Failed(ILogger logger, Exception exception);
}
