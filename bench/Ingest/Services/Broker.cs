using AgentRegistry.Ingest.Command;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Ingest.Services;

/// <summary>The broker, spoken to directly: messages are put where they wait, counted and removed.</summary>
internal sealed class Broker : IAsyncDisposable
{
    // More unconfirmed messages than these gain nothing.
    private const int Unconfirmed = 1_000;
    private static readonly TimeSpan ConfirmLimit = TimeSpan.FromSeconds(60);

    // What a registry of the same services would be working on at the same time.
    private static readonly string[] RegistryQueues =
        ["heartbeat", "heartbeat-batch", "activity-logged", "register-agent", "register-agents", "delete-agent", "create-session", "append-session-messages"];

    private readonly IConnection _connection;
    private readonly HashSet<string> _made = [];

    private Broker(IConnection connection) => _connection = connection;

    public static async Task<Broker> OpenAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = new Uri(address), ClientProvidedName = "bench/Ingest" };
            return new Broker(await factory.CreateConnectionAsync(cancellationToken));
        }
        catch (BrokerUnreachableException exception)
        {
            throw new CannotMeasureException($"RabbitMQ does not answer at ConnectionStrings__RabbitMq: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    /// <summary>The queues are the product's own: what a registry that runs there has in them must not be drained by a benchmark.</summary>
    public async Task RequireIdleAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in RegistryQueues)
        {
            if (await FindAsync(queue, cancellationToken) is { } found && found.ConsumerCount + found.MessageCount > 0)
            {
                throw new CannotMeasureException(
                    $"queue '{queue}' has {found.ConsumerCount} consumers and {found.MessageCount} messages: a registry uses these services. "
                    + "Give the benchmark services of its own (AGENT_REGISTRY_SERVICES=/tmp/bench eng/services.sh up).");
            }
        }
    }

    /// <summary>Puts messages of plain JSON into a queue; they are there when this returns.</summary>
    public async Task PublishAsync(string queue, IEnumerable<ReadOnlyMemory<byte>> bodies, bool persistent)
    {
        await using var channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, new ThrottlingRateLimiter(2 * Unconfirmed)));
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = persistent ? DeliveryModes.Persistent : DeliveryModes.Transient,

            // Heartbeats have a time to live of their own; here one that outlasts the waiting.
            Expiration = persistent ? null : "900000",
        };
        foreach (var batch in bodies.Chunk(Unconfirmed))
        {
            // No cancellation token reaches the channel: in this version that corrupts it while confirms are pending.
            await Task.WhenAll(batch.Select(body => channel.BasicPublishAsync("", queue, mandatory: true, properties, body).AsTask())).WaitAsync(ConfirmLimit);
        }
    }

    /// <summary>A plain queue to which an exchange of events is routed.</summary>
    public async Task ListenAsync(string queue, string exchange, CancellationToken cancellationToken)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, exchange, "", cancellationToken: cancellationToken);
        _made.Add(queue);
    }

    /// <summary>Says that a queue is to be deleted when the run ends.</summary>
    public void DeleteAtEnd(string queue) => _made.Add(queue);

    public async Task<uint> CountAsync(string queue, CancellationToken cancellationToken) =>
        (await FindAsync(queue, cancellationToken))?.MessageCount ?? 0;

    public async Task PurgeAsync(string queue, CancellationToken cancellationToken)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueuePurgeAsync(queue, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var channel = await _connection.CreateChannelAsync())
        {
            foreach (var queue in _made.Concat(RegistryQueues))
            {
                // MassTransit puts an exchange of the same name before each queue.
                await channel.QueueDeleteAsync(queue);
                await channel.ExchangeDeleteAsync(queue);
            }
        }

        await _connection.DisposeAsync();
    }

    private async Task<QueueDeclareOk?> FindAsync(string queue, CancellationToken cancellationToken)
    {
        // A channel for each question: one about a queue that is not there closes it.
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }
}
