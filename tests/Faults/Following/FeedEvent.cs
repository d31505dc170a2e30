using System.Text.Json;

namespace AgentRegistry.Faults.Following;

/// <summary>What the harness looks at of an entry of the feed.</summary>
public sealed record FeedEvent(long Revision, Guid EventId, string AgentId, string? Status, string? Version)
{
    private static readonly string[] Kinds = ["agent_update", "agent_activity_update", "registry_notice"];

    /// <summary>Null for what is said beside the log, such as a greeting.</summary>
    public static FeedEvent? Read(JsonElement frame)
    {
        if (!Kinds.Contains(frame.GetProperty("type").GetString()))
        {
            return null;
        }

        return new(
            frame.GetProperty("revision").GetInt64(),
            frame.GetProperty("event_id").GetGuid(),
            frame.TryGetProperty("agent_id", out var agentId) ? agentId.GetString()! : "",
            frame.TryGetProperty("status", out var status) ? status.GetString() : null,
            frame.TryGetProperty("agent", out var agent) && agent.TryGetProperty("version", out var version) ? version.GetString() : null);
    }
}
