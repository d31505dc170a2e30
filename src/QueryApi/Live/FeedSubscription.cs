using System.Runtime.CompilerServices;
using AgentRegistry.Discovery;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// One client's way along the feed, whatever carries the frames to it: what it missed out of the log, or all agents; then what
/// comes, without gap or repeat.
/// </summary>
internal sealed class FeedSubscription(SubscriberShard lane, IFeedReader log, AgentDirectory directory)
{
    private const int ReplayPage = 500;
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _tooFarBehind = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FrameBatch? _at;

    /// <summary>The portion that was taken last; null while it reads the log, or has ended, and keeps no frames in memory.</summary>
    public FrameBatch? At => _at;

    /// <summary>The last revision of what was taken and done with.</summary>
    public long Revision { get; private set; }

    /// <summary>Ends when the client has fallen too far behind.</summary>
    public Task TooFarBehind => _tooFarBehind.Task;

    /// <summary>It is too far behind. Called by the feed's one writer: returns at once.</summary>
    public void GiveUp() => _tooFarBehind.TrySetResult();

    /// <summary>The frames, in portions and without end. Each portion counts as done when the next is asked for.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="ended">Ends it.</param>
    /// <param name="waited">Ends it where there is nothing to do but to wait for what comes.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read.</exception>
    public async IAsyncEnumerable<FrameBatch> PortionsAsync(SubscriptionStart start, CancellationToken waited, [EnumeratorCancellation] CancellationToken ended)
    {
        lane.Join(this);
        try
        {
            var live = lane.Last;
            yield return FrameBatch.Of(LiveFrame.Hello(live.Revision));
            Revision = start.Since ?? live.Revision;
            if (start.Snapshot)
            {
                // Read after the place was taken, and never behind it: what comes up to its revision is skipped below.
                var (agents, revision) = directory.Snapshot;
                foreach (var portion in FrameBatch.Of(agents.Where(agent => start.Workspace is null || agent.Workspace == start.Workspace).Select(LiveFrame.Of)))
                {
                    ended.ThrowIfCancellationRequested();
                    yield return portion;
                }

                Revision = Math.Max(live.Revision, revision);
                yield return FrameBatch.Of(LiveFrame.SnapshotEnd(Revision));
            }
            else if (start.Since is { } since)
            {
                var isKnown = since <= live.Revision || since <= await FromLogAsync(log.HeadAsync(ended), ended);
                while (isKnown && Revision < live.Revision)
                {
                    var entries = await FromLogAsync(log.ReadAsync(Revision, ReplayPage, ended), ended);
                    isKnown = entries.Count > 0 && entries[0].Revision == Revision + 1;
                    foreach (var portion in FrameBatch.Of((isKnown ? entries : []).Select(LiveFrame.Of)))
                    {
                        if (portion.Within(start.Workspace) is { } ours)
                        {
                            yield return ours;
                        }

                        Revision = portion.Revision;
                    }

                    // The place is taken before the log is read again, so that there is no gap.
                    live = isKnown ? lane.Last : live;
                }

                if (!isKnown)
                {
                    // Ahead of the log, or retention has dropped what comes next.
                    yield return FrameBatch.Of(LiveFrame.SnapshotNeeded(live.Revision));
                    Revision = live.Revision;
                }
            }

            _at = live;
            while (true)
            {
                var grown = lane.Grown;
                while (_at.Next is { } next)
                {
                    if (next.After(Revision) is { } news)
                    {
                        ended.ThrowIfCancellationRequested();
                        if (news.Within(start.Workspace) is { } ours)
                        {
                            yield return ours;
                        }

                        Revision = Math.Max(Revision, news.Revision);
                    }

                    _at = next;
                }

                await grown.WaitAsync(waited);
            }
        }
        finally
        {
            // From here on it keeps no frames in memory, however long its farewell takes.
            _at = null;
            lane.Leave(this);
        }
    }

    private static async Task<T> FromLogAsync<T>(Task<T> read, CancellationToken ended)
    {
        try
        {
            return await read.WaitAsync(LogLimit, ended);
        }
        catch (Exception exception) when (!ended.IsCancellationRequested)
        {
            throw new LogUnavailableException(exception);
        }
    }
}

/// <summary>What a client missed cannot be read now.</summary>
internal sealed class LogUnavailableException(Exception innerException) : Exception("The feed's log cannot be read.", innerException);
