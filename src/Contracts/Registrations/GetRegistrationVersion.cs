namespace AgentRegistry.Contracts;

/// <summary>Request: an agent's registration as it is or was. Answered with <see cref="RegistrationDetails"/>, <see cref="AgentNotFound"/>, <see cref="RegistrationVersionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetRegistrationVersion
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which version, 1 or more. Absent: the current one.</summary>
    public int? Version { get; init; }
}

/// <summary>Answer: a version of an agent's registration, whole.</summary>
public sealed record RegistrationDetails
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that holds now.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>Which version this is, and how it came about.</summary>
    public RegistrationVersion Version { get; init; } = new();

    /// <summary>The registration that held with it, in the words of the message that registers.</summary>
    public RegisterAgent Registration { get; init; } = new();
}

/// <summary>Answer: the agent's registration has no such version, or no longer; nothing was done.</summary>
public sealed record RegistrationVersionNotFound
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that was asked for.</summary>
    public int Version { get; init; }
}
