using AgentRegistry.Samples.Tests.Wire;
using AgentRegistry.Testing;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>The table of exchanges and queues in docs/wire.md against what the registry has declared.</summary>
[Collection(RunningSystemCollection.Name)]
public sealed class BrokerTopology
{
    [Fact]
    public async Task Every_documented_exchange_and_queue_exists_with_its_type()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Servers.RabbitMq) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        WirePage.Queues.Count.ShouldBeGreaterThan(8);
        foreach (var (message, queue, type) in WirePage.Queues)
        {
            // The broker refuses a declaration that differs from what is there; the passive one refuses what is not.
            var exchange = $"AgentRegistry.Contracts:{message}";
            await channel.ExchangeDeclarePassiveAsync(exchange);
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueDeclarePassiveAsync(queue);
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = type });
        }
    }
}
