using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Answer: a session whole, with all that was said and called in it.</summary>
public sealed record SessionDetails : Session
{
    /// <summary>For deserialisation.</summary>
    public SessionDetails()
    {
    }

    /// <summary>The session itself, to which the rest is added.</summary>
    /// <param name="session">The session.</param>
    [SetsRequiredMembers]
    public SessionDetails(Session session)
        : base(session)
    {
    }

    /// <summary>Every message, in order.</summary>
    [JsonPropertyOrder(2)]
    public IReadOnlyList<SessionMessage> ConversationHistory { get; init; } = [];

    /// <summary>Every invocation, in order.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<SessionInvocation> AgentsInvoked { get; init; } = [];

    /// <summary>What a follow-up refers to; absent before the first invocation.</summary>
    [JsonPropertyOrder(1)]
    public SessionContext? Context { get; init; }
}
