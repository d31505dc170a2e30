using System.Globalization;
using System.Text;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// A message of the live feed, linked to the one after it: a client holds the last that it was sent and goes on from there, and
/// what every client has been sent nobody holds any more. The bytes are made once and shared by all clients.
/// </summary>
internal sealed class LiveFrame
{
    private readonly string _text;
    private byte[]? _bytes;
    private volatile LiveFrame? _next;

    private LiveFrame(long revision, string text, bool isNotice)
    {
        Revision = revision;
        _text = text;
        IsNotice = isNotice;
    }

    public long Revision { get; }

    /// <summary>True for what the feed says of itself; false for an entry of the log.</summary>
    public bool IsNotice { get; }

    /// <summary>How many frames came before it.</summary>
    public long Place { get; private set; }

    /// <summary>How much text came before it.</summary>
    public long Weight { get; private set; }

    /// <summary>Null until there is one.</summary>
    public LiveFrame? Next => _next;

    /// <summary>UTF-8. Two clients that need it first at the same moment make it twice, which harms nobody.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes ??= Encoding.UTF8.GetBytes(_text);

    /// <summary>Where a feed begins.</summary>
    public static LiveFrame Start() => new(0, "", isNotice: true);

    /// <summary>The first frame of every client.</summary>
    public static LiveFrame Hello(long revision) => Notice("hello", revision);

    /// <summary>Entries are missing: the client must take a snapshot. What comes after this revision follows.</summary>
    public static LiveFrame SnapshotNeeded(long revision) => Notice("snapshot_needed", revision);

    /// <summary>An entry of the log: its body is a JSON object, which gets its type as the first field.</summary>
    public static LiveFrame Of(FeedEntry entry) => new(entry.Revision, $"{{\"type\":\"{TypeOf(entry.Kind)}\",{entry.Body.AsSpan(1)}", isNotice: false);

    /// <summary>Links the next one; called by the feed's one writer only.</summary>
    public void Append(LiveFrame next)
    {
        next.Place = Place + 1;
        next.Weight = Weight + next._text.Length;
        _next = next;
    }

    private static LiveFrame Notice(string type, long revision) =>
        new(revision, string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"{type}\",\"revision\":{revision}}}"), isNotice: true);

    private static string TypeOf(FeedKind kind) => kind switch
    {
        FeedKind.AgentChanged => "agent_update",
        FeedKind.ActivityRecorded => "agent_activity_update",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No client knows this kind of entry."),
    };
}
