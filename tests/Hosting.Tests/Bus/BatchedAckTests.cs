using System.Collections.Concurrent;
using System.Text.Json;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Testing;
using MassTransit;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Bus;

/// <summary>An endpoint that acknowledges many messages at once, on a real broker.</summary>
public sealed class BatchedAckTests : IAsyncLifetime
{
    private const int Prefetch = 10;
    private const int Messages = 200;
    private const string Open = "0";
    private const string Bad = "50";
    private const string Late = "late";

    private static readonly Uri Broker = new(Servers.RabbitMq);

    private readonly string _queue = $"acknowledging-{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<string> _taken = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = await new ConnectionFactory { Uri = Broker }.CreateConnectionAsync(Token);
        _channel = await _connection.CreateChannelAsync(cancellationToken: Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in (string[])[_queue, _queue + "_error"])
        {
            await _channel.QueueDeleteAsync(name, cancellationToken: CancellationToken.None);
            await _channel.ExchangeDeleteAsync(name, cancellationToken: CancellationToken.None);
        }

        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task Open_message_blocks_no_other_and_nothing_is_redelivered_after_a_stop()
    {
        var bus = await StartAsync();
        await PublishAsync();

        // Twenty times the prefetch go by while the first of them is open.
        await Eventually.HoldsAsync(() => _taken.Count == Messages - 2);
        _taken.ShouldNotContain(Open);
        _release.SetResult();
        await Eventually.HoldsAsync(() => _taken.Contains(Open));
        await Eventually.HoldsAsync(async () => await WaitingAsync(_queue + "_error") == 1);
        await bus.StopAsync(Token);

        // What the broker had not been told of would be waiting again.
        (await WaitingAsync(_queue)).ShouldBe(0U);
        _taken.Order().ShouldBe(Enumerable.Range(0, Messages).Select(number => $"{number}").Where(id => id != Bad).Order());
    }

    [Fact]
    public async Task Messages_in_progress_at_a_stop_complete_and_are_not_redelivered()
    {
        var bus = await StartAsync();
        await PublishAsync();
        await Eventually.HoldsAsync(() => _taken.Count == Messages - 2);

        var stopping = bus.StopAsync(Token);
        await Eventually.HoldsAsync(async () =>
        {
            // Nobody takes these any more.
            await PublishAsync(Late);
            return await WaitingAsync(_queue) > 2;
        });
        _release.SetResult();
        await stopping;

        _taken.ShouldContain(Open);
        (await LeftAsync()).ShouldAllBe(id => id == Late);
    }

    private async Task<IBusControl> StartAsync()
    {
        var bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbitMq =>
        {
            rabbitMq.Host(Broker);
            rabbitMq.ReceiveEndpoint(_queue, endpoint =>
            {
                endpoint.ConfigureConsumeTopology = false;
                endpoint.Lasts(Prefetch);
                endpoint.BatchesAcks();
                endpoint.TakesPlainJson();
                endpoint.Handler<Numbered>(TakeAsync);
            });
        });
        await bus.StartAsync(Token);
        return bus;
    }

    private async Task TakeAsync(ConsumeContext<Numbered> context)
    {
        if (context.Message.Id == Open)
        {
            await _release.Task;
        }

        if (context.Message.Id == Bad)
        {
            throw new InvalidOperationException("It is bad.");
        }

        _taken.Enqueue(context.Message.Id);
    }

    private async Task PublishAsync()
    {
        for (var number = 0; number < Messages; number++)
        {
            await PublishAsync($"{number}");
        }
    }

    private async Task PublishAsync(string id)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Numbered(id), JsonSerializerOptions.Web);
        await _channel.BasicPublishAsync("", _queue, mandatory: true, new BasicProperties { ContentType = "application/json", Persistent = true }, body, Token);
    }

    private async Task<List<string>> LeftAsync()
    {
        var left = new List<string>();
        while (await _channel.BasicGetAsync(_queue, autoAck: true, Token) is { } message)
        {
            left.Add(JsonSerializer.Deserialize<Numbered>(message.Body.Span, JsonSerializerOptions.Web)!.Id);
        }

        return left;
    }

    private async Task<uint> WaitingAsync(string queue) => (await _channel.QueueDeclarePassiveAsync(queue, Token)).MessageCount;
}

public sealed record Numbered(string Id);
