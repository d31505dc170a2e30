using AgentRegistry.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Bus;

/// <summary>
/// The fault of RabbitMQ.Client that <c>BusWatch</c> exists for, over a real broker behind a proxy. When this fails with a newer client,
/// the fault has been mended: see docs/decisions/0023.
/// </summary>
public sealed class RabbitMqClientTests : IAsyncLifetime
{
    private const int Publishers = 200;
    private static readonly Uri Broker = new(Servers.RabbitMq);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    private readonly TcpProxy _proxy = new(Broker.Host, Broker.Port > 0 ? Broker.Port : 5672);
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var factory = new ConnectionFactory
        {
            Uri = new UriBuilder(Broker) { Port = _proxy.Port }.Uri,
            AutomaticRecoveryEnabled = false,
            ContinuationTimeout = TimeSpan.FromMilliseconds(200),
        };
        _connection = await factory.CreateConnectionAsync(Token);
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
    }

    // The connection is left behind: a close would wait for what hangs.
    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Fact]
    public async Task Publishers_that_wait_for_a_channel_which_is_disposed_wait_for_ever()
    {
        var publishers = await PublishIntoAFrozenConnectionAsync();
        await _channel.DisposeAsync();
        await _proxy.RefuseAsync();

        await Should.ThrowAsync<TimeoutException>(() => Task.WhenAll(publishers).WaitAsync(LongEnough, Token));
        publishers.Count(publisher => !publisher.IsCompleted).ShouldBeGreaterThan(Publishers / 2);
    }

    /// <summary>The first fills what the network takes and holds the channel's semaphore; the others wait for that.</summary>
    private async Task<Task[]> PublishIntoAFrozenConnectionAsync()
    {
        _proxy.Freeze();
        var started = new CountdownEvent(Publishers);
        var body = new byte[131_072];
        Task[] publishers = [.. Enumerable.Range(0, Publishers).Select(_ => Task.Run(PublishAsync, Token))];
        await Task.Run(() => started.Wait(Token), Token);
        return publishers;

        async Task PublishAsync()
        {
            var publish = _channel.BasicPublishAsync("amq.fanout", "", body, CancellationToken.None);
            started.Signal();
            try
            {
                await publish;
            }
            catch (AlreadyClosedException)
            {
                // The few that the client does release.
            }
        }
    }
}
