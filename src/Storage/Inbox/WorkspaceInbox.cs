namespace AgentRegistry.Storage.Inbox;

/// <summary>Messages whose ids are known by workspace: nobody learns from one what happened in another.</summary>
public static class WorkspaceInbox
{
    /// <summary>Takes the messages that are new to a consumer, in the order of their workspaces.</summary>
    /// <param name="inbox">The inbox.</param>
    /// <param name="consumer">Whose effect; the workspace is appended.</param>
    /// <param name="messages">The messages' own ids; one that stands twice is taken once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that are new.</returns>
    public static async Task<IReadOnlySet<(string Workspace, Guid MessageId)>> ClaimAsync(
        this IInbox inbox, string consumer, IEnumerable<(string Workspace, Guid MessageId)> messages, CancellationToken cancellationToken)
    {
        var fresh = new HashSet<(string Workspace, Guid MessageId)>();
        foreach (var (workspace, ids) in ByWorkspace(messages))
        {
            fresh.UnionWith((await inbox.ClaimAsync(consumer + workspace, ids, cancellationToken)).Select(id => (workspace, id)));
        }

        return fresh;
    }

    /// <summary>Gives messages back that were claimed in this transaction and had no effect.</summary>
    public static async Task ReleaseAsync(
        this IInbox inbox, string consumer, IEnumerable<(string Workspace, Guid MessageId)> messages, CancellationToken cancellationToken)
    {
        foreach (var (workspace, ids) in ByWorkspace(messages))
        {
            await inbox.ReleaseAsync(consumer + workspace, ids, cancellationToken);
        }
    }

    private static IEnumerable<(string Workspace, List<Guid> Ids)> ByWorkspace(IEnumerable<(string Workspace, Guid MessageId)> messages) => messages
        .GroupBy(message => message.Workspace, message => message.MessageId, StringComparer.Ordinal)
        .OrderBy(workspace => workspace.Key, StringComparer.Ordinal)
        .Select(workspace => (workspace.Key, workspace.Distinct().ToList()));
}
