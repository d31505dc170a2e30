using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Which versions leave a context's history.</summary>
internal static class ContextPruning
{
    /// <summary>
    /// All but the newest, up to the limit; never the current version, a checkpoint, the target of the last rollback or the target of a
    /// rollback among the newest. Targets of versions that are kept for another reason do not count: a chain of rollbacks would
    /// otherwise be kept for ever.
    /// </summary>
    public static IReadOnlyList<int> Surplus(ContextHistory history, ContextState context, int limit)
    {
        if (history.Versions.Count <= limit)
        {
            return [];
        }

        var newest = history.Versions.Skip(history.Versions.Count - limit);
        var pointed = newest.Select(kept => kept.RollbackPointer).Append(context.RollbackPointer).Append(context.CurrentVersion);
        var kept = pointed.OfType<int>().Concat(history.Checkpoints.Values).ToHashSet();
        return [.. history.Versions.Take(history.Versions.Count - limit).Select(version => version.Version).Where(version => !kept.Contains(version))];
    }
}
