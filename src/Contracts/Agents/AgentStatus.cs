using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What an agent says of itself. <see cref="Offline"/> is also set by the registry, when the agent's lease has ended.</summary>
[JsonConverter(typeof(WireEnumConverter<AgentStatus>))]
public enum AgentStatus
{
    /// <summary>Ready for work; the default of a registration.</summary>
    Idle,

    /// <summary>Starting up: not ready for work yet.</summary>
    Initializing,

    /// <summary>At work, with room for more.</summary>
    Active,

    /// <summary>At work, with no room for more.</summary>
    Busy,

    /// <summary>Running but failing.</summary>
    Error,

    /// <summary>Has left, or its lease has ended.</summary>
    Offline,
}
