using AgentRegistry.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client.Exceptions;

namespace AgentRegistry.Fleet;

/// <summary>Over RabbitMQ: a message is accepted when the broker has confirmed that it is in a queue.</summary>
internal sealed class BusLink : IFleetLink
{
    /// <summary>Publishing waits through an outage of the broker; after this long the outcome counts as unknown.</summary>
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    /// <summary>An older heartbeat must not renew a lease.</summary>
    private static readonly TimeSpan HeartbeatTimeToLive = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _services;
    private readonly IBusControl _bus;

    private BusLink(Uri broker, ServiceProvider services)
    {
        Description = $"over AMQP to {broker.Host}:{(broker.Port < 0 ? 5672 : broker.Port)}";
        _services = services;
        _bus = services.GetRequiredService<IBusControl>();
    }

    public string Description { get; }

    public int Concurrency => 256;

    public bool CountsHeartbeats => false;

    /// <exception cref="RegistryUnreachableException">The broker does not respond, or refuses the login.</exception>
    public static async Task<BusLink> ConnectAsync(Uri broker, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((_, transport) => transport.Host(broker, host => host.PublisherConfirmation = true));
        });
        var link = new BusLink(broker, services.BuildServiceProvider());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PublishTimeout);
        try
        {
            await link._bus.StartAsync(limit.Token);
            return link;
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            await link._services.DisposeAsync();
            throw new RegistryUnreachableException($"the broker cannot be reached {link.Description}: {CleanText.Line(exception.GetBaseException().Message, 300)}", exception);
        }
    }

    public async Task<Receipt> RegisterAsync(IReadOnlyList<RegisterAgent> agents, CancellationToken cancellationToken)
    {
        var receipts = await Task.WhenAll(agents.Select(agent => PublishAsync(agent, isDurable: true, cancellationToken)));
        return receipts.FirstOrDefault(receipt => receipt.Outcome != SendOutcome.Accepted) ?? Receipt.Accepted;
    }

    public Task<Receipt> SendHeartbeatsAsync(HeartbeatBatch batch, CancellationToken cancellationToken) => PublishAsync(batch, isDurable: false, cancellationToken);

    public Task<Receipt> LogAsync(ActivityLogged activity, CancellationToken cancellationToken) => PublishAsync(activity, isDurable: true, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(PublishTimeout);
        try
        {
            await _bus.StopAsync(limit.Token);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            // The connection is closed already.
        }

        await _services.DisposeAsync();
    }

    private async Task<Receipt> PublishAsync<T>(T message, bool isDurable, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PublishTimeout);
        try
        {
            await _bus.Publish(
                message,
                context =>
                {
                    // Without a queue the broker would confirm the message and drop it.
                    context.Mandatory = true;
                    if (!isDurable)
                    {
                        context.Durable = false;
                        context.TimeToLive = HeartbeatTimeToLive;
                    }
                },
                limit.Token);
            return Receipt.Accepted;
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            return Receipt.NoResponse($"{typeof(T).Name} was not confirmed: {CleanText.Line(exception.GetBaseException().Message, 300)}");
        }
    }

    private static bool IsUnavailable(Exception exception) =>
        exception is MassTransitException or RabbitMQClientException or OperationCanceledException or IOException or ObjectDisposedException;
}
