using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Who speaks.</summary>
[JsonConverter(typeof(WireEnumConverter<MessageRole>))]
public enum MessageRole
{
    /// <summary>The user.</summary>
    User,

    /// <summary>An agent, or the orchestrator.</summary>
    Assistant,

    /// <summary>Neither: an instruction.</summary>
    System,
}

/// <summary>A message of a session, as it is kept.</summary>
public sealed record SessionMessage
{
    /// <summary>Its place among the session's messages: 1, 2, 3, … without gaps.</summary>
    public int Sequence { get; init; }

    /// <summary>Identifies it within the session.</summary>
    public Guid Id { get; init; }

    /// <summary>Who spoke.</summary>
    public MessageRole Role { get; init; }

    /// <summary>What was said.</summary>
    public string Content { get; init; } = "";

    /// <summary>What its sender kept with it; a JSON object.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it was said, by the sender's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
