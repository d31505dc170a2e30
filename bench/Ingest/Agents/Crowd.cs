using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Agents;

/// <summary>Agents that are registered and alive, as they are before anything is measured.</summary>
internal sealed class Crowd
{
    public const string Prefix = "bench-agent-";
    private const int MostInMessage = 1_000;
    private const string Unrelayed = "select revision - coalesce((select revision from feed.cursor where name = 'relay'), -1) from feed.head";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Types = ["coder", "reviewer", "researcher", "planner", "tester", "writer", "analyst", "operator", "designer", "router"];

    // Two thirds can take work: what a list is asked for most.
    private static readonly AgentStatus[] Statuses = [AgentStatus.Idle, AgentStatus.Idle, AgentStatus.Busy];

    private readonly BenchContext _bench;
    private readonly Tables _tables;

    public Crowd(BenchContext bench, Tables tables, int count)
    {
        (_bench, _tables) = (bench, tables);
        Ids = [.. Enumerable.Range(1, count).Select(Id)];
    }

    /// <summary>How agents' JSON is written on the bus, by a sender in any language.</summary>
    public static JsonSerializerOptions BusJson { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public IReadOnlyList<string> Ids { get; }

    public static string Id(int number) => $"{Prefix}{number:000000}";

    /// <summary>Registers all over the bus; needs a RegistryWorker.</summary>
    public async Task RegisterAsync(int intervalSeconds, CancellationToken cancellationToken)
    {
        _bench.Say($"  registering {Ids.Count:#,0} agents");
        var now = TimeProvider.System.GetUtcNow();
        var messages = Ids.Index().Chunk(MostInMessage).Select(agents => Body(new RegisterAgents
        {
            MessageId = Guid.NewGuid(),
            SentAt = now,
            Agents = [.. agents.Select(agent => Registration(agent.Item, agent.Index, now, intervalSeconds))],
        }));
        await _bench.Broker.PublishAsync("register-agents", messages, persistent: true);
        await UntilAsync("every agent is registered", "select count(*) from registry.agent where registration is not null", cancellationToken);
    }

    /// <summary>Registers all, and sends each one's first heartbeat.</summary>
    public async Task RegisterAliveAsync(int intervalSeconds, CancellationToken cancellationToken)
    {
        await RegisterAsync(intervalSeconds, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        await _bench.Broker.PublishAsync("heartbeat-batch", Ids.Chunk(MostInMessage).Select(ids => Beats(ids, now)), persistent: false);
        await WaitUntilHealthyAsync(cancellationToken);
    }

    /// <summary>Until every event of what was done so far is on the bus: else that work would be part of what is measured next.</summary>
    private Task WaitUntilRelayedAsync(CancellationToken cancellationToken) => Await.UntilAsync(
        "every event is relayed", Limit, Look, async () => await _tables.CountAsync(Unrelayed, cancellationToken) == 0, cancellationToken);

    /// <summary>Until the first heartbeat of each has been taken, and all that followed from it.</summary>
    public async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        await UntilAsync("every agent is healthy", "select count(*) from registry.agent where health = 'healthy'", cancellationToken);
        await WaitUntilRelayedAsync(cancellationToken);
    }

    /// <summary>One message for all the agents of a host: their ids, and nothing that changes a status.</summary>
    public static ReadOnlyMemory<byte> Beats(IEnumerable<string> ids, DateTimeOffset sentAt) =>
        Body(new { sentAt, heartbeats = ids.Select(agentId => new { agentId }) });

    public static ReadOnlyMemory<byte> Body<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, BusJson);

    /// <summary>One of them as it registers itself.</summary>
    public static RegisterAgent Registration(string id, int index, DateTimeOffset now, int intervalSeconds)
    {
        var words = Wording.Pick(index, 13);
        return new RegisterAgent
        {
            MessageId = Guid.NewGuid(),
            SentAt = now,
            AgentId = id,
            Name = $"Agent {index}",
            Type = Types[index % Types.Length],
            Status = Statuses[index % Statuses.Length],
            Description = string.Join(' ', words[..10]),
            Capabilities =
            [
                new Capability { Name = $"{words[10]}_{words[11]}", Description = "Does what its name says, for any language." },
                new Capability { Name = $"find_{words[12]}" },
                new Capability { Name = "report_progress" },
            ],
            Tags = ["bench", $"team-{index % 20}"],
            HeartbeatIntervalSeconds = intervalSeconds,
        };
    }

    private Task UntilAsync(string what, string count, CancellationToken cancellationToken) => Await.UntilAsync(
        what, Limit, Look, async () => await _tables.CountAsync(count, cancellationToken) == Ids.Count, cancellationToken);
}
