using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentRegistry.Storage.Feed;

/// <summary>Turns PostgreSQL's notifications into this process's <see cref="FeedSignal"/>. When the connection breaks, followers poll until it is back.</summary>
public sealed partial class PostgresFeedListener(
    NpgsqlDataSource source, FeedSignal signal, TimeProvider time, ILogger<PostgresFeedListener> logger) : BackgroundService
{
    // As in notify.sql.
    private const string Channel = "registry_feed";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever the fault: without this loop the feed is looked at by the clock alone, and an end of it would end the process.
                LogBroken(exception.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, _) => signal.Pulse();
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        signal.Pulse();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Notifications of the feed stopped ({Reason}); polling until they are back")]
    private partial void LogBroken(string reason);
}
