using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Definitions;

/// <summary>What requests call the fields of messages on definitions.</summary>
internal static class DefinitionFields
{
    public static readonly FieldNames All = new(("workspace", Workspace.Header));
}
