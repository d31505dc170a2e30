using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AgentRegistry.Testing;
using MassTransit;
using RabbitMQ.Client;

namespace AgentRegistry.EndToEnd;

/// <summary>Talks to the registry over the bus: as a .NET orchestrator by request and response, and as anyone else with plain JSON.</summary>
public sealed class BusClient : IAsyncDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    private readonly IBusControl _bus;
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private BusClient(IBusControl bus, IConnection connection, IChannel channel) => (_bus, _connection, _channel) = (bus, connection, channel);

    public static async Task<BusClient> ConnectAsync()
    {
        var address = new Uri(Servers.RabbitMq);
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbitMq => rabbitMq.Host(address));
        await bus.StartAsync();
        var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync();
        return new BusClient(bus, connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    public async Task<TAnswer> AskAsync<TRequest, TAnswer>(TRequest request)
        where TRequest : class
        where TAnswer : class =>
        (await _bus.CreateRequestClient<TRequest>(RequestTimeout.After(s: 15)).GetResponse<TAnswer>(request)).Message;

    /// <summary>Whether the answer is the first of two.</summary>
    public async Task<bool> HasAsync<TRequest, TAnswer, TOther>(TRequest request)
        where TRequest : class
        where TAnswer : class
        where TOther : class =>
        (await _bus.CreateRequestClient<TRequest>(RequestTimeout.After(s: 15)).GetResponse<TAnswer, TOther>(request)).Is(out Response<TAnswer>? _);

    /// <summary>Hears an event, as any program does that binds a queue of its own.</summary>
    public async Task<Listener<T>> ListenAsync<T>()
        where T : class
    {
        var listener = new Listener<T>();
        listener.Handle = _bus.ConnectReceiveEndpoint($"listener-{Guid.NewGuid():N}", endpoint =>
        {
            ((IRabbitMqReceiveEndpointConfigurator)endpoint).AutoDelete = true;
            endpoint.PrefetchCount = 1;
            endpoint.Handler<T>(context =>
            {
                listener.Keep(context.Message);
                return Task.CompletedTask;
            });
        });
        await listener.Handle.Ready;
        return listener;
    }

    /// <summary>Plain JSON to a message's exchange, confirmed and routed.</summary>
    public Task PublishAsync<T>(T message) => PublishAsync(typeof(T).Name, JsonSerializer.SerializeToUtf8Bytes(message, CamelCase));

    public async Task PublishAsync(string messageType, byte[] body) => await _channel.BasicPublishAsync(
        $"AgentRegistry.Contracts:{messageType}",
        "",
        mandatory: true,
        new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent },
        body);

    /// <summary>The next message of an error queue, within the limit: its body, and the reason beside it.</summary>
    public async Task<(string Body, string Reason)> ErrorAsync(string queue)
    {
        BasicGetResult? result = null;
        await Eventually.HoldsAsync(async () => (result = await TryGetAsync($"{queue}_error")) is not null);
        var reason = result!.BasicProperties.Headers!.TryGetValue("MT-Fault-Message", out var value) ? Encoding.UTF8.GetString((byte[])value!) : "";
        return (Encoding.UTF8.GetString(result.Body.Span), reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _bus.StopAsync();
    }

    private async Task<BasicGetResult?> TryGetAsync(string queue)
    {
        // An error queue is declared with its first message; asking for one that is not there closes the channel.
        try
        {
            await using var channel = await _connection.CreateChannelAsync();
            return await channel.BasicGetAsync(queue, autoAck: true);
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return null;
        }
    }
}

/// <summary>What was heard of an event.</summary>
public sealed class Listener<T> : IAsyncDisposable
{
    private readonly ConcurrentQueue<T> _messages = new();

    public IReadOnlyList<T> Messages => [.. _messages];

    internal HostReceiveEndpointHandle Handle { get; set; } = null!;

    public async ValueTask DisposeAsync() => await Handle.StopAsync();

    internal void Keep(T message) => _messages.Enqueue(message);
}
