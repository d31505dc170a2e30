using MassTransit;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;

namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// Asks the broker a few times a second how much waits in some queues, over a connection of its own. A broker that is frozen
/// keeps its connections for half a minute; a question that stays without an answer shows at once.
/// </summary>
/// <param name="broker">Its address.</param>
/// <param name="queues">The queues that are asked for.</param>
/// <param name="bus">The bus, whose own connection has to stand as well.</param>
/// <param name="time">The clock.</param>
internal sealed class BrokerMonitor(Uri broker, IReadOnlyCollection<string> queues, IBusControl bus, TimeProvider time) : BackgroundService, IBrokerMonitor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private volatile BrokerSign _last = new(DateTimeOffset.MinValue, new Dictionary<string, long>(StringComparer.Ordinal), "the broker has not answered yet");

    public BrokerSign Last => bus.CheckHealth() is { Status: not BusHealthStatus.Healthy } health
        ? _last with { Trouble = $"the bus is unavailable ({health.Description})" }
        : _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AskAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The sign says so to whom it concerns.
                _last = _last with { Trouble = $"the broker does not answer ({exception.Message})" };
            }

            await Task.Delay(PauseAfterFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks until there is no answer.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Limit, ContinuationTimeout = Limit };
        await using var connection = await factory.CreateConnectionAsync("broker monitor", cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        while (true)
        {
            // The moment of the question: what the broker took in after it may still be on its way.
            var askedAt = time.GetUtcNow();
            var waiting = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var queue in queues)
            {
                waiting[queue] = await channel.MessageCountAsync(queue, cancellationToken);
            }

            _last = new BrokerSign(askedAt, waiting, Trouble: null);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}

/// <summary>Whether messages could reach this process at all: asked by those who conclude something from silence.</summary>
public interface IBrokerMonitor
{
    /// <summary>How things stood when the broker last answered.</summary>
    BrokerSign Last { get; }
}

/// <summary>What the broker last said.</summary>
/// <param name="AnsweredAt">When it answered; nothing can be concluded from silence after that.</param>
/// <param name="Waiting">How many messages waited then, by queue.</param>
/// <param name="Trouble">What is wrong now; null when nothing is.</param>
public sealed record BrokerSign(DateTimeOffset AnsweredAt, IReadOnlyDictionary<string, long> Waiting, string? Trouble);

/// <summary>The bus within this process: it is there as long as the process is, and what is sent is taken at once.</summary>
internal sealed class InProcessBrokerMonitor(TimeProvider time) : IBrokerMonitor
{
    private static readonly Dictionary<string, long> Nothing = new(StringComparer.Ordinal);

    public BrokerSign Last => new(time.GetUtcNow(), Nothing, Trouble: null);
}
