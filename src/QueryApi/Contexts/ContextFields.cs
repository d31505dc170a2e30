using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Contexts;

/// <summary>What requests call the fields of messages on contexts.</summary>
internal static class ContextFields
{
    public static readonly FieldNames All = new(("agentId", "agent"), ("workspace", Workspace.Header));
}
