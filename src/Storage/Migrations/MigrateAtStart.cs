using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Storage.Migrations;

/// <summary>
/// Brings the tables up to date before anything uses them. A server that is not there yet is waited for, so that the order in
/// which processes and servers start does not matter; a schema that is too new is final.
/// </summary>
public sealed partial class MigrateAtStart(IRegistryStore store, TimeProvider time, ILogger<MigrateAtStart> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await store.MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (StoreFaults.IsAway(exception))
            {
                LogWaiting(exception.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private partial void LogWaiting(string reason);
}
