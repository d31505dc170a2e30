using AgentRegistry.Testing;
using RabbitMQ.Client;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>The exchange of RegisterAgent without its queue, as on a broker where no worker has ever been started; with it again at the end.</summary>
internal sealed class UnboundExchange : IAsyncDisposable
{
    private const string Source = "AgentRegistry.Contracts:RegisterAgent";
    private const string Destination = "register-agent";

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private UnboundExchange(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<UnboundExchange> MakeAsync()
    {
        var connection = await new ConnectionFactory { Uri = new Uri(Servers.RabbitMq) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeUnbindAsync(Destination, Source, "");
        return new UnboundExchange(connection, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.ExchangeBindAsync(Destination, Source, "");
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
