using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// Measures how many messages wait in the broker for this process's consumers, and how many of them ended in the error queues
/// beside those. Asked of the broker from time to time, over a connection of its own.
/// </summary>
internal sealed partial class QueueDepths(Uri broker, TimeProvider time, ILogger<QueueDepths> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Measurement<long>> _depths = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _queues = [];

    /// <summary>Watches a queue of this process, and its error queue.</summary>
    public void Watch(string queue)
    {
        _queues.Add(queue);
        _queues.Add(queue + "_error");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_queue_messages", () => _depths.Values, null, "Messages that wait in a queue of this process, or ended in its error queue");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!_queues.IsEmpty)
                {
                    await AskAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // An old number would be a lie.
                _depths.Clear();
                LogUnknown(exception.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks until the connection breaks.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Limit, ContinuationTimeout = Limit };
        await using var connection = await factory.CreateConnectionAsync("queue depths", cancellationToken);
        while (true)
        {
            foreach (var queue in _queues)
            {
                _depths[queue] = new(await CountAsync(connection, queue, cancellationToken), KeyValuePair.Create("queue", (object?)queue));
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<long> CountAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        // A channel for each: the broker closes it when the queue is not there, as is an error queue that was never needed.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await channel.MessageCountAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Debug, Message = "How much waits in the queues is not known: {Reason}")]
    private partial void LogUnknown(string reason);
}
