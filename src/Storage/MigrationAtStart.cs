using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Storage;

/// <summary>
/// Brings the tables up to date before anything uses them. A server that is not there yet is waited for, so that the order in
/// which processes and servers start does not matter; a schema that is too new, or a damaged file, is final.
/// </summary>
public static partial class MigrationAtStart
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task MigrateStorageAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var store = services.GetRequiredService<IRegistryStore>();
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<IRegistryStore>>();
        while (true)
        {
            try
            {
                await store.MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (StoreFaults.IsUnavailable(exception))
            {
                LogWaiting(logger, exception.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
