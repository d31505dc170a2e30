using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What the registry concludes of an agent, from its heartbeats and its reported status. One component, the RegistryWorker, decides it.</summary>
[JsonConverter(typeof(WireEnumConverter<AgentHealth>))]
public enum AgentHealth
{
    /// <summary>Registered, and no heartbeat has come yet. Its lease runs from the registration.</summary>
    Unknown,

    /// <summary>Its last heartbeat is fresh.</summary>
    Healthy,

    /// <summary>Three quarters of its lease have passed since the last heartbeat: late, not yet given up.</summary>
    Suspect,

    /// <summary>Its heartbeats are fresh and say <see cref="AgentStatus.Error"/>.</summary>
    Unhealthy,

    /// <summary>Its lease has ended, or it has left.</summary>
    Offline,
}
