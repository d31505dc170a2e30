using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Instances;

/// <summary>What requests call the fields of messages on instances.</summary>
internal static class InstanceFields
{
    public static readonly FieldNames All = new(("workspace", Workspace.Header));

    /// <summary>Of one: its id stands in the URL.</summary>
    public static readonly FieldNames OfOne = new(("workspace", Workspace.Header), ("instanceId", "id"));
}
