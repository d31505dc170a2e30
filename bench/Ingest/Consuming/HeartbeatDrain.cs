using System.Text.RegularExpressions;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Services;
using AgentRegistry.RegistryWorker;
using MassTransit;

namespace AgentRegistry.Ingest.Consuming;

/// <summary>Drains a queue of heartbeats: once with the RegistryWorker's own consumer, once with one that does nothing.</summary>
/// <typeparam name="T">The message.</typeparam>
internal sealed partial class HeartbeatDrain<T>(BenchContext bench, Tables tables, string queue, Action<IReceiveEndpointConfigurator> shape)
    where T : class
{
    private const int Agents = 20_000;

    // Nobody misses a deadline while something else is measured.
    private const int IntervalSeconds = 3_600;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Crowd _crowd = new(bench, tables, Agents);

    /// <summary>Registers the agents, and has both queues declared by those who will consume them.</summary>
    public async Task<IReadOnlyList<string>> PrepareAsync(CancellationToken cancellationToken)
    {
        bench.Broker.DeleteAtEnd(DoNothing.QueueBeside(queue));
        await using (await StartNothingAsync(Drain.Unmeasured(), cancellationToken))
        {
            // Its queue is there now.
        }

        await using (await StartWorkerAsync(Drain.Unmeasured(), cancellationToken))
        {
            await _crowd.RegisterAliveAsync(IntervalSeconds, cancellationToken);
        }

        return _crowd.Ids;
    }

    /// <summary>Messages per second of the consumer that does nothing.</summary>
    public async Task<double> DrainNothingAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken)
    {
        await bench.Broker.PublishAsync(DoNothing.QueueBeside(queue), bodies, persistent: false);
        var drain = new Drain(bodies.Count);
        await using var host = await StartNothingAsync(drain, cancellationToken);
        return bodies.Count / (await drain.RunAsync(Limit, cancellationToken)).TotalSeconds;
    }

    /// <summary>Messages per second of the RegistryWorker.</summary>
    public async Task<double> DrainAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> bodies, int beatsInMessage, bool saysUptime, CancellationToken cancellationToken)
    {
        // Presence begins without heartbeats, so that those found afterwards are of this round.
        await bench.Redis.EmptyAsync();
        await bench.Broker.PublishAsync(queue, bodies, persistent: false);
        var drain = new Drain(bodies.Count);
        await using var host = await StartWorkerAsync(drain, cancellationToken);
        await host.WaitForPresenceAsync(cancellationToken);
        var elapsed = await drain.RunAsync(Limit, cancellationToken);
        await RequireEffectAsync(host, bodies.Count * beatsInMessage, saysUptime, cancellationToken);
        return bodies.Count / elapsed.TotalSeconds;
    }

    private Task<ConsumerHost> StartNothingAsync(Drain drain, CancellationToken cancellationToken) =>
        ConsumerHost.StartBareAsync(bench, drain, bus => bus.AddDoNothing<T>(queue, shape), cancellationToken);

    private Task<ConsumerHost> StartWorkerAsync(Drain drain, CancellationToken cancellationToken) => ConsumerHost.StartWorkerAsync(
        bench, tables, drain, (services, configuration) => services.AddRegistryWorker(configuration), bus => bus.AddRegistryConsumers(), cancellationToken);

    /// <summary>Every heartbeat was counted and none refused, and what presence holds of each agent is its last one.</summary>
    private async Task RequireEffectAsync(ConsumerHost host, int sent, bool saysUptime, CancellationToken cancellationToken)
    {
        var counted = Counter().Matches(await host.Measures.WriteAsync(cancellationToken)).ToDictionary(
            match => match.Groups["result"].Value, match => long.Parse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture));
        if (counted.Values.Sum() != sent || counted.ContainsKey("unknown"))
        {
            throw new EffectMissingException($"{sent} heartbeats were sent, but counted were {string.Join(", ", counted)}");
        }

        var beats = await host.Presence.ReadAsync([.. _crowd.Ids], cancellationToken);
        if (beats.Count != Math.Min(sent, Agents))
        {
            throw new EffectMissingException($"presence has the heartbeats of {beats.Count} agents, not of {Math.Min(sent, Agents)}");
        }

        var old = _crowd.Ids.Index().Take(sent).Count(agent => saysUptime && (int)beats[agent.Item].UptimeSeconds! != LastOf(agent.Index, sent));
        if (old > 0)
        {
            throw new EffectMissingException($"presence has an old heartbeat of {old} agents");
        }
    }

    /// <summary>The number of the last heartbeat of an agent, when all take turns.</summary>
    private static int LastOf(int agent, int sent) => agent + ((sent - 1 - agent) / Agents * Agents);

    [GeneratedRegex("""^agent_registry_heartbeats_total\{result="(?<result>\w+)"\} (?<count>\d+)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Counter();
}
