using AgentRegistry.Contracts;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using Microsoft.Extensions.Caching.Memory;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>
/// Summaries as they were last read, each until the feed tells of an activity of its agent: a dashboard asks for the same agents
/// again and again, and most of them have done nothing since.
/// </summary>
internal sealed class SummaryCache : IFeedSubscriber, IDisposable
{
    /// <summary>Bytes of all that is kept, about.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>The bytes of an entry beside its texts, about.</summary>
    private const long EntryBytes = 200;

    /// <summary>Also the time after which a page no longer shows what retention has deleted.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _summaries = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    // How often the feed told of an agent; agents share a number by their hash, which costs no more than reading again.
    private readonly int[] _changes = new int[4_096];

    /// <summary>The summary of an agent: the kept one when nothing has happened since, else as it is read now.</summary>
    public async Task<ActivitySummary> ReadAsync(GetAgent query, Func<Task<ActivitySummary>> read)
    {
        if (_summaries.TryGetValue<Kept>(query.AgentId, out var kept) && kept!.HistoryLimit >= query.HistoryLimit)
        {
            return kept.Summary.History.Count <= query.HistoryLimit
                ? kept.Summary
                : kept.Summary with { History = [.. kept.Summary.History.Take(query.HistoryLimit)] };
        }

        var before = Volatile.Read(ref ChangesOf(query.AgentId));
        var summary = await read();
        using (var entry = _summaries.CreateEntry(query.AgentId))
        {
            entry.Value = new Kept(query.HistoryLimit, summary);
            entry.Size = BytesOf(summary);
            entry.AbsoluteExpirationRelativeToNow = KeptFor;
        }

        // An activity that the feed told of meanwhile may have come after the reading and before the keeping.
        if (Volatile.Read(ref ChangesOf(query.AgentId)) != before)
        {
            _summaries.Remove(query.AgentId);
        }

        return summary;
    }

    public void Reset(AgentSnapshot snapshot)
    {
        for (var i = 0; i < _changes.Length; i++)
        {
            Interlocked.Increment(ref _changes[i]);
        }

        _summaries.Clear();
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == FeedKind.ActivityRecorded))
        {
            Interlocked.Increment(ref ChangesOf(entry.AgentId));
            _summaries.Remove(entry.AgentId);
        }
    }

    public void Dispose() => _summaries.Dispose();

    private ref int ChangesOf(string agentId) =>
        ref _changes[(uint)string.GetHashCode(agentId, StringComparison.Ordinal) % (uint)_changes.Length];

    private static long BytesOf(ActivitySummary summary) =>
        EntryBytes + summary.History.Sum(item => EntryBytes + sizeof(char) * (long)(
            item.TaskId.Length + Length(item.Output) + Length(item.Error) + Length(item.Description) + Length(item.ProjectId)));

    private static int Length(string? text) => text?.Length ?? 0;

    private sealed record Kept(int HistoryLimit, ActivitySummary Summary);
}
