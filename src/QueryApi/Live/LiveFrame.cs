using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// A message of the live feed. What is made of it for one client is made once and shared by all.
/// </summary>
internal sealed class LiveFrame
{
    public const string HelloType = "hello";
    public const string SnapshotNeededType = "snapshot_needed";
    private const string AgentType = "agent_update";

    private readonly string _text;
    private byte[]? _bytes;

    private LiveFrame(string type, long revision, string? workspace, string text, bool isNotice)
    {
        Type = type;
        Revision = revision;
        Workspace = workspace;
        _text = text;
        IsNotice = isNotice;
    }

    /// <summary>What kind of frame: the field <c>type</c> of its text.</summary>
    public string Type { get; }

    /// <summary>Its place in the log; of a notice, where the feed stood; -1 for an agent of a snapshot.</summary>
    public long Revision { get; }

    /// <summary>Whose it is; null for what is said of the registry itself, which concerns everybody.</summary>
    public string? Workspace { get; }

    /// <summary>False for an entry of the log; true for what is said beside it.</summary>
    public bool IsNotice { get; }

    /// <summary>In characters.</summary>
    public int Length => _text.Length;

    /// <summary>UTF-8. Two clients that need it first at the same moment make it twice, which harms nobody.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes ??= Encoding.UTF8.GetBytes(_text);

    /// <summary>Where a feed begins.</summary>
    public static LiveFrame Start() => new("", 0, null, "", isNotice: true);

    /// <summary>The first frame of every client.</summary>
    public static LiveFrame Hello(long revision) => Notice(HelloType, revision);

    /// <summary>Entries are missing: the client must take a snapshot. What comes after this revision follows.</summary>
    public static LiveFrame SnapshotNeeded(long revision) => Notice(SnapshotNeededType, revision);

    /// <summary>All agents have been told of, as they were at this revision.</summary>
    public static LiveFrame SnapshotEnd(long revision) => Notice("snapshot_end", revision);

    /// <summary>An agent of a snapshot, in the words of a change.</summary>
    public static LiveFrame Of(Agent agent)
    {
        var change = new AgentChanged
        {
            EventId = Guid.Empty,
            Revision = agent.Revision,
            Change = AgentChange.Snapshot,
            AgentId = agent.Id,
            Workspace = agent.Workspace,
            Status = agent.Status,
            Health = agent.Health,
            HealthReason = agent.HealthReason,
            Enabled = agent.Enabled,
            Draining = agent.Draining,
            Timestamp = agent.UpdatedAt,
            Agent = agent,
        };
        return new(AgentType, -1, agent.Workspace, Typed(AgentType, JsonSerializer.Serialize(change, WireJson.Options)), isNotice: true);
    }

    /// <summary>An entry of the log: its body is a JSON object, which gets its type as the first field.</summary>
    public static LiveFrame Of(FeedEntry entry)
    {
        var type = TypeOf(entry.Kind);
        return new(type, entry.Revision, entry.Kind == FeedKind.RegistryNotice ? null : entry.Workspace, Typed(type, entry.Body), isNotice: false);
    }

    private static LiveFrame Notice(string type, long revision) =>
        new(type, revision, null, string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"{type}\",\"revision\":{revision}}}"), isNotice: true);

    private static string Typed(string type, string body) => $"{{\"type\":\"{type}\",{body.AsSpan(1)}";

    private static string TypeOf(FeedKind kind) => kind switch
    {
        FeedKind.AgentChanged => AgentType,
        FeedKind.ActivityRecorded => "agent_activity_update",
        FeedKind.RegistryNotice => "registry_notice",
        FeedKind.SessionChanged => "session_update",
        FeedKind.ContextChanged => "context_update",
        FeedKind.DefinitionChanged => "definition_update",
        FeedKind.InstanceChanged => "instance_update",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No client knows this kind of entry."),
    };
}
