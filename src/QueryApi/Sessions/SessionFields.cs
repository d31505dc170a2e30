using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>What requests call the fields of messages on sessions.</summary>
internal static class SessionFields
{
    /// <summary>Where the session stands in the path.</summary>
    public static readonly FieldNames OfOne = new(("sessionId", "id"), ("workspace", Workspace.Header), ("invocationId", "id"));

    /// <summary>Where there is none, or it stands in the body.</summary>
    public static readonly FieldNames OfMany = new(("workspace", Workspace.Header));
}
