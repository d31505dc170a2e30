using AgentRegistry.Storage.Feed;

namespace AgentRegistry.Storage;

/// <summary>
/// What commands come to: the rows to be written and the events that say so. Revisions are taken last, when the feed's lock is taken;
/// until then each change bears a provisional, negative one, which no caller can expect.
/// </summary>
public abstract class WriteSet
{
    private readonly List<Func<FeedEntry>> _entries = [];
    private IReadOnlyList<FeedEntry>? _events;
    private long _first;

    /// <summary>How many revisions it needs.</summary>
    public int Changes => _entries.Count;

    /// <summary>False when there is nothing to commit: the transaction is rolled back, and a message that it claimed may have an effect later.</summary>
    public virtual bool HasEffect => Changes > 0;

    /// <summary>The events of the changes, in their order; made once, when revisions are taken.</summary>
    public IReadOnlyList<FeedEntry> Entries => _events ??= [.. _entries.Select(entry => entry())];

    /// <summary>The provisional revision of the next change.</summary>
    protected long NextRevision => -1 - _entries.Count;

    /// <summary>Gives the changes their revisions.</summary>
    /// <param name="first">The first of those taken.</param>
    public void NumberFrom(long first) => (_first, _events) = (first, null);

    /// <summary>Adds a change.</summary>
    /// <param name="entry">Makes its event once revisions are taken.</param>
    protected void Announce(Func<FeedEntry> entry) => _entries.Add(entry);

    /// <summary>The revision that a provisional one stands for; any other is as it is.</summary>
    protected long Numbered(long revision) => revision >= 0 ? revision : _first - 1 - revision;
}

/// <summary>The one shape of a write.</summary>
public static class Writes
{
    /// <summary>Loads and locks, decides, takes revisions, writes rows and events, commits: all of it or nothing.</summary>
    /// <param name="store">The tables.</param>
    /// <param name="decide">Loads and locks all that the decision needs, and decides. Locks other than the feed's are taken here.</param>
    /// <param name="save">Writes the rows, which bear their revisions now. The feed is locked: nothing else may be waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was written.</returns>
    public static async Task<TWrites> WriteAsync<TWrites>(
        this IRegistryStore store,
        Func<IRegistryTransaction, Task<TWrites>> decide,
        Func<IRegistryTransaction, TWrites, Task> save,
        CancellationToken cancellationToken)
        where TWrites : WriteSet
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var writes = await decide(transaction);
        if (!writes.HasEffect)
        {
            return writes;
        }

        if (writes.Changes > 0)
        {
            writes.NumberFrom(await transaction.Feed.TakeRevisionsAsync(writes.Changes, cancellationToken));
        }

        await save(transaction, writes);
        await transaction.Feed.AppendAsync(writes.Entries, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return writes;
    }
}
