namespace AgentRegistry.Storage.Contexts;

/// <summary>Which context: a name says nothing without its agent and workspace, and no call of this folder takes one without the others.</summary>
public readonly record struct ContextKey(string Workspace, string AgentId, string Name)
{
    /// <summary>The order in which rows are locked.</summary>
    public static IComparer<ContextKey> LockOrder { get; } = Comparer<ContextKey>.Create(static (left, right) =>
        string.CompareOrdinal(left.Workspace, right.Workspace) is not 0 and var byWorkspace ? byWorkspace
        : string.CompareOrdinal(left.AgentId, right.AgentId) is not 0 and var byAgent ? byAgent
        : string.CompareOrdinal(left.Name, right.Name));
}
