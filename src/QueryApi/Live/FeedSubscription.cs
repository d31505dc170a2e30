using System.Globalization;
using System.Runtime.CompilerServices;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>Where a client of the feed wants to begin, and what it wants to be told of.</summary>
/// <param name="Since">The last revision that it saw; null to begin with what comes.</param>
/// <param name="Snapshot">True to be told of all agents first.</param>
/// <param name="Workspace">Nothing outside of it; null for all of the registry.</param>
internal readonly record struct SubscriptionStart(long? Since, bool Snapshot, string? Workspace)
{
    public static readonly DocumentedHeader Header = new(
        Requests.Workspace.Header, "The workspace to be told of, and of nothing outside of it but the registry itself. Absent: all of them.", "acme");

    /// <summary>Reads it from a request's parameters.</summary>
    /// <param name="since">The last revision that was seen.</param>
    /// <param name="snapshot">Whether all agents come first.</param>
    /// <param name="workspace">The workspace, for those who cannot send headers, as a browser's WebSocket.</param>
    /// <param name="scope">The workspace by its header.</param>
    /// <param name="request">The request.</param>
    /// <param name="problem">What keeps it from being served; null for nothing.</param>
    public static SubscriptionStart Read(string? since, string? snapshot, string? workspace, AgentScope scope, ApiRequest request, out Problem? problem)
    {
        var start = new SubscriptionStart(
            request.Text.Revision(since, "since"), request.Text.Flag(snapshot, "snapshot"), scope.With(QueryText.Text(workspace), request));
        if (start.Snapshot && !string.IsNullOrEmpty(since))
        {
            request.Add("snapshot", "must not be combined with since: a snapshot begins anew");
        }

        problem = request.Check(new ListAgents { Workspace = start.Workspace }, FieldNames.Unchanged);
        return start;
    }
}

/// <summary>
/// One client's way along the feed, whatever carries the frames to it: what it missed out of the log, or all agents; then what
/// comes, without gap or repeat.
/// </summary>
internal sealed class FeedSubscription(SubscriberShard shard, IFeedReader log, AgentDirectory directory)
{
    private const int ReplayPage = 500;
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _tooFarBehind = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FrameBatch? _at;

    /// <summary>The batch that was taken last; null while it reads the log, or has ended, and keeps no frames in memory.</summary>
    public FrameBatch? At => _at;

    /// <summary>The last revision of what was taken and done with.</summary>
    public long Revision { get; private set; }

    /// <summary>Ends when the client has fallen too far behind.</summary>
    public Task TooFarBehind => _tooFarBehind.Task;

    /// <summary>It is too far behind. Called by the feed's one writer: returns at once.</summary>
    public void CutOff() => _tooFarBehind.TrySetResult();

    /// <summary>The frames, in batches and without end. Each batch counts as done when the next is asked for.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="ended">Ends it.</param>
    /// <param name="waited">Ends it where there is nothing to do but to wait for what comes.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read.</exception>
    public async IAsyncEnumerable<FrameBatch> BatchesAsync(SubscriptionStart start, CancellationToken waited, [EnumeratorCancellation] CancellationToken ended)
    {
        shard.Join(this);
        try
        {
            var live = shard.Last;
            yield return FrameBatch.Of(LiveFrame.Hello(live.Revision));
            Revision = start.Since ?? live.Revision;
            if (start.Snapshot)
            {
                // Read after the place was taken, and never behind it: what comes up to its revision is skipped below.
                var (agents, revision) = directory.Snapshot;
                foreach (var batch in FrameBatch.Of(agents.Where(agent => start.Workspace is null || agent.Workspace == start.Workspace).Select(LiveFrame.Of)))
                {
                    ended.ThrowIfCancellationRequested();
                    yield return batch;
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
                    foreach (var batch in FrameBatch.Of((isKnown ? entries : []).Select(LiveFrame.Of)))
                    {
                        if (batch.Within(start.Workspace) is { } ours)
                        {
                            yield return ours;
                        }

                        Revision = batch.Revision;
                    }

                    // The place is taken before the log is read again, so that there is no gap.
                    live = isKnown ? shard.Last : live;
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
                var grown = shard.Grown;
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
            // From here on it keeps no frames in memory, however long its closing takes.
            _at = null;
            shard.Leave(this);
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
