using AgentRegistry.Faults.Ledger;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Faults.Load;

/// <summary>A program of its own on the bus: one connection, publisher confirms, and a new connection when that one breaks.</summary>
public sealed class BusPublisher(Uri broker) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ConfirmLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly ConnectionFactory _factory = new()
    {
        Uri = broker,
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = ConnectLimit,
        ContinuationTimeout = ConnectLimit,
        HandshakeContinuationTimeout = ConnectLimit,
    };

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;
    private long _lastAttempt;

    /// <summary>Publishes, and says what the broker said.</summary>
    /// <exception cref="PublishException">No queue takes it.</exception>
    public async Task<Outcome> PublishAsync(Message message)
    {
        if (await ChannelAsync() is not { } channel)
        {
            return Outcome.NotSent;
        }

        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = message.IsFleeting ? DeliveryModes.Transient : DeliveryModes.Persistent,
            Expiration = message.IsFleeting ? "60000" : null,
        };
        try
        {
            // No cancellation token reaches the channel: in this version that corrupts it while confirms are pending.
            await channel.BasicPublishAsync($"AgentRegistry.Contracts:{message.Kind}", "", mandatory: true, properties, message.Body)
                .AsTask().WaitAsync(ConfirmLimit);
            return Outcome.Accepted;
        }
        catch (PublishException exception) when (!exception.IsReturn)
        {
            return Outcome.Unknown;
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            await DropAsync(channel);
            return Outcome.Unknown;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await CloseAsync(connection);
        }

        _connecting.Dispose();
    }

    private async Task<IChannel?> ChannelAsync()
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        await _connecting.WaitAsync();
        try
        {
            if (_channel is { IsOpen: true } meanwhile)
            {
                return meanwhile;
            }

            if (TimeProvider.System.GetElapsedTime(_lastAttempt) < Pause)
            {
                return null;
            }

            _lastAttempt = TimeProvider.System.GetTimestamp();
            await OpenAsync();
            return _channel;
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            return null;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task OpenAsync()
    {
        if (_connection is { } broken)
        {
            _connection = null;
            await CloseAsync(broken);
        }

        _connection = await _factory.CreateConnectionAsync("tests/Faults").WaitAsync(ConnectLimit);
        _channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)).WaitAsync(ConnectLimit);
    }

    /// <summary>A connection that did not confirm in time is not trusted any more.</summary>
    private async Task DropAsync(IChannel channel)
    {
        if (Interlocked.CompareExchange(ref _channel, null, channel) == channel && _connection is { } connection)
        {
            await CloseAsync(connection);
        }
    }

    private static async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1)).WaitAsync(ConnectLimit);
            await connection.DisposeAsync().AsTask().WaitAsync(ConnectLimit);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            // It was broken already.
        }
    }

    private static bool IsUnavailable(Exception exception) =>
        exception is RabbitMQClientException or TimeoutException or IOException or OperationCanceledException or ObjectDisposedException
            or System.Net.Sockets.SocketException;
}
