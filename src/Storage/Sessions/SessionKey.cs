namespace AgentRegistry.Storage.Sessions;

/// <summary>Which session: an id says nothing without its workspace, and no call of this folder takes one without the other.</summary>
public readonly record struct SessionKey(string Workspace, string SessionId)
{
    /// <summary>The order in which rows are locked.</summary>
    public static IComparer<SessionKey> LockOrder { get; } = Comparer<SessionKey>.Create(static (left, right) =>
        string.CompareOrdinal(left.Workspace, right.Workspace) is not 0 and var order ? order : string.CompareOrdinal(left.SessionId, right.SessionId));
}

/// <summary>A message or an invocation, by the id that its sender gave it.</summary>
public readonly record struct SessionEntryKey(SessionKey Session, Guid Id);
