using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Faults.Load;

/// <summary>A message as a program in any language sends it: plain JSON in camelCase, for an exchange of docs/wire.md.</summary>
public sealed record Message(string Kind, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The same on every way in: what is sent again is the same activity.</summary>
    public const string Output = "done 完成";

    /// <summary>An old heartbeat says nothing, so it need not outlast the broker.</summary>
    public bool IsFleeting => Kind == "Heartbeat";

    public static Message Activity(Guid id, string agentId, string status, DateTimeOffset occurredAt) => Of("ActivityLogged", new
    {
        ActivityId = id,
        OccurredAt = occurredAt,
        AgentId = agentId,
        TaskId = id.ToString("N"),
        Status = status,
        Output,
        DurationMs = 12,
    });

    public static Message Heartbeat(string agentId, DateTimeOffset sentAt, DateTimeOffset startedAt, string? status = null) =>
        Of("Heartbeat", new { AgentId = agentId, SentAt = sentAt, StartedAt = startedAt, Status = status });

    public static Message Registration(string agentId, long version, DateTimeOffset sentAt, DateTimeOffset startedAt, int intervalSeconds) =>
        Of("RegisterAgent", new
        {
            MessageId = Guid.NewGuid(),
            SentAt = sentAt,
            StartedAt = startedAt,
            AgentId = agentId,
            Name = "Agent under faults",
            Version = $"{version}",
            HeartbeatIntervalSeconds = intervalSeconds,
            Capabilities = new[] { "survive" },
        });

    private static Message Of<T>(string kind, T body) => new(kind, JsonSerializer.SerializeToUtf8Bytes(body, CamelCase));
}
