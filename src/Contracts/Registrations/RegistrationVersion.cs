using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What made a version of an agent's registration.</summary>
[JsonConverter(typeof(WireEnumConverter<RegistrationOrigin>))]
public enum RegistrationOrigin
{
    /// <summary>The agent registered, and was not known.</summary>
    Registered,

    /// <summary>The agent registered again, otherwise than before.</summary>
    Updated,

    /// <summary>Somebody replaced its capabilities.</summary>
    Capabilities,

    /// <summary>Somebody restored an earlier version.</summary>
    Restored,
}

/// <summary>A version of an agent's registration without the registration itself.</summary>
public sealed record RegistrationVersion
{
    /// <summary>Its number: 1, 2, 3, … for each agent. It goes on when an agent is deleted and registers again.</summary>
    public int Version { get; init; }

    /// <summary>When the registry took it.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who made it; absent where nobody was named, as by an agent that registers itself.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>What made it.</summary>
    public RegistrationOrigin Origin { get; init; }

    /// <summary>The version that it restored, where one was; else absent. That one may have gone since.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>The fields that differ from the version before, by their names over HTTP; empty for the first.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];
}
