using System.Collections.Concurrent;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// Frames that go out together, linked to those after them: a client holds the batch that it was sent last and goes on from
/// there, and what every client has been sent nobody holds any more. The bytes are made once and shared by all clients.
/// </summary>
internal sealed class FrameBatch(IReadOnlyList<LiveFrame> frames)
{
    /// <summary>Characters after which a batch is full: what a client that stops reading keeps in memory is a few of them.</summary>
    private const int Full = 16 << 10;

    private byte[]? _messages;
    private ConcurrentDictionary<string, FrameBatch?>? _within;
    private volatile FrameBatch? _next;

    public IReadOnlyList<LiveFrame> Frames { get; } = frames;

    /// <summary>The revision of its last frame.</summary>
    public long Revision => Frames[^1].Revision;

    /// <summary>How many frames came up to its end.</summary>
    public long Place { get; private set; }

    /// <summary>How much text came up to its end.</summary>
    public long Weight { get; private set; }

    /// <summary>Null until there is one.</summary>
    public FrameBatch? Next => _next;

    /// <summary>
    /// Its frames as WebSocket messages, one after the other: a server's have no mask, so they are the same for all. Two clients
    /// that need them first at the same moment make them twice, which harms nobody.
    /// </summary>
    public ReadOnlyMemory<byte> Messages => _messages ??= SocketMessages.Of(Frames);

    /// <summary>Where a feed begins.</summary>
    public static FrameBatch Start() => new([LiveFrame.Start()]);

    /// <summary>A batch of one frame.</summary>
    public static FrameBatch Of(LiveFrame frame) => new([frame]);

    /// <summary>Batches of frames, none much larger than what is full.</summary>
    public static IEnumerable<FrameBatch> Of(IEnumerable<LiveFrame> frames)
    {
        var collected = new List<LiveFrame>();
        var length = 0;
        foreach (var frame in frames)
        {
            collected.Add(frame);
            length += frame.Length;
            if (length >= Full)
            {
                yield return new FrameBatch(collected);
                (collected, length) = ([], 0);
            }
        }

        if (collected.Count > 0)
        {
            yield return new FrameBatch(collected);
        }
    }

    /// <summary>What a client needs that has been sent everything up to a revision; null when that is nothing.</summary>
    public FrameBatch? After(long revision)
    {
        // They are in order, so this is nearly always all of them: what is made once is sent to everybody.
        if (Frames[0].Revision > revision)
        {
            return this;
        }

        var rest = Frames.Where(frame => frame.IsNotice || frame.Revision > revision).ToList();
        return rest.Count > 0 ? new FrameBatch(rest) : null;
    }

    /// <summary>What concerns a workspace, made once for all its clients; null when nothing does. All of it where no workspace is named.</summary>
    public FrameBatch? Within(string? workspace) =>
        workspace is null ? this : (_within ??= new(StringComparer.Ordinal)).GetOrAdd(workspace, static (only, all) => all.Only(only), this);

    /// <summary>Links the next one; called by the feed's one writer only.</summary>
    public void Append(FrameBatch next)
    {
        next.Place = Place + next.Frames.Count;
        next.Weight = Weight + next.Frames.Sum(frame => (long)frame.Length);
        _next = next;
    }

    private FrameBatch? Only(string workspace)
    {
        var ours = Frames.Where(frame => frame.Workspace is null || frame.Workspace == workspace).ToList();
        return ours.Count == Frames.Count ? this : ours.Count > 0 ? new FrameBatch(ours) : null;
    }
}
