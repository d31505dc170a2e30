using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>What a batch writes beside the rows of contexts. What is made and goes again in one batch is never stored.</summary>
internal sealed class ContextDraft
{
    private readonly HashSet<ContextKey> _touched = [];
    private readonly HashSet<ContextKey> _deleted = [];
    private readonly Dictionary<(ContextKey Context, int Version), StoredVersion> _added = [];
    private readonly HashSet<(ContextKey Context, int Version)> _removed = [];
    private readonly Dictionary<(ContextKey Context, string Checkpoint), int?> _named = [];

    /// <summary>Contexts that have changed.</summary>
    public IReadOnlyCollection<ContextKey> Touched => _touched;

    /// <summary>What is to be deleted before all else is written.</summary>
    public IReadOnlyList<ContextKey> Deleted => [.. _deleted.Order(ContextKey.LockOrder)];

    public IReadOnlyCollection<StoredVersion> Added => _added.Values;

    /// <summary>What is to be removed after all else is written: some of what is added may be a copy of it.</summary>
    public IReadOnlyCollection<(ContextKey Context, int Version)> Removed => _removed;

    public IReadOnlyList<StoredCheckpoint> Named =>
        [.. _named.Where(named => named.Value is not null).Select(named => new StoredCheckpoint(named.Key.Context, named.Key.Checkpoint, named.Value!.Value))];

    public IReadOnlyList<(ContextKey Context, string Checkpoint)> NoLongerNamed =>
        [.. _named.Where(named => named.Value is null).Select(named => named.Key)];

    public void Touch(ContextKey key) => _touched.Add(key);

    /// <summary>A version with data, or with those of the one that it points to: what is not stored yet cannot be copied there.</summary>
    public void Add(ContextKey key, ContextVersion version, Guid messageId, string? data)
    {
        int? copyOf = null;
        if (data is null)
        {
            (data, copyOf) = _added.TryGetValue((key, version.RollbackPointer.GetValueOrDefault()), out var source)
                ? (source.Data, source.CopyOf)
                : (null, version.RollbackPointer);
        }

        _added.Add((key, version.Version), new StoredVersion(key, version, messageId, data, copyOf));
    }

    public void Remove(ContextKey key, IEnumerable<int> versions)
    {
        foreach (var version in versions)
        {
            if (!_added.Remove((key, version)))
            {
                _removed.Add((key, version));
            }
        }
    }

    public void Name(ContextKey key, string checkpoint, int version) => _named[(key, checkpoint)] = version;

    public void RemoveName(ContextKey key, string checkpoint) => _named[(key, checkpoint)] = null;

    public void Delete(ContextKey key)
    {
        _deleted.Add(key);
        foreach (var added in _added.Keys.Where(added => added.Context == key).ToList())
        {
            _added.Remove(added);
        }

        foreach (var named in _named.Keys.Where(named => named.Context == key).ToList())
        {
            _named.Remove(named);
        }

        _removed.RemoveWhere(removed => removed.Context == key);
    }
}
