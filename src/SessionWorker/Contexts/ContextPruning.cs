using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Which versions a context's history has to give up.</summary>
internal static class ContextPruning
{
    /// <summary>
    /// All but the newest, as many as the limit says: never the current one, one that has a name, one that the last rollback points to,
    /// or one that a rollback among the newest points to. Pointers of those that are kept for another reason do not count: a chain of
    /// rollbacks would otherwise keep itself for ever.
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
