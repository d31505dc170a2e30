using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Versions;

/// <summary>What requests call the fields of messages on registrations.</summary>
internal static class VersionFields
{
    public static readonly FieldNames All = new(("agentId", "id"), ("workspace", Workspace.Header));
}
