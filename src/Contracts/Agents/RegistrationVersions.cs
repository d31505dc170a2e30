using System.Text.Json;
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

    /// <summary>The version that it restored, where one was; else absent. That one may have been deleted since.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>The fields that differ from the version before, by their names over HTTP; empty for the first.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];
}

/// <summary>
/// Command: an agent's registration is as an earlier version was. That is a new version; nothing is taken back. It holds until the
/// agent itself registers again and says otherwise. Answered with <see cref="AgentAccepted"/>, <see cref="AgentNotFound"/>,
/// <see cref="RegistrationVersionNotFound"/>, <see cref="RequestRejected"/> or <see cref="RevisionConflict"/>.
/// </summary>
public sealed record RestoreRegistration
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted restoration or change of capabilities changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version to restore, 1 or more. Required.</summary>
    public int Version { get; init; }

    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Do it only if the agent still has this revision. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>Query: a page of the versions of an agent's registration, the newest first. Answered with <see cref="RegistrationVersionPage"/>, <see cref="AgentNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListRegistrationVersions
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those before this version, 1 or more. Absent: from the newest.</summary>
    public int? Before { get; init; }
}

/// <summary>Response: a page of the versions of an agent's registration. Those that the history's limit has taken are not in it.</summary>
public sealed record RegistrationVersionPage
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that holds.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>The versions, the newest first.</summary>
    public IReadOnlyList<RegistrationVersion> Versions { get; init; } = [];

    /// <summary>How many are kept.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>before</c>; absent on the last page.</summary>
    public int? NextBefore { get; init; }
}

/// <summary>Query: an agent's registration as it is or was. Answered with <see cref="RegistrationDetails"/>, <see cref="AgentNotFound"/>, <see cref="RegistrationVersionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetRegistrationVersion
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which version, 1 or more. Absent: the current one.</summary>
    public int? Version { get; init; }
}

/// <summary>Response: a version of an agent's registration, whole.</summary>
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

/// <summary>Query: what makes one version of an agent's registration another. Answered with <see cref="RegistrationDiff"/>, <see cref="AgentNotFound"/>, <see cref="RegistrationVersionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record DiffRegistrationVersions
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>From this version, 1 or more. Required.</summary>
    public int From { get; init; }

    /// <summary>To this version, 1 or more, which may be the earlier one. Absent: the current one.</summary>
    public int? To { get; init; }
}

/// <summary>Response: what makes one version of an agent's registration another.</summary>
public sealed record RegistrationDiff
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that the patch is applied to.</summary>
    public int From { get; init; }

    /// <summary>The version that it gives.</summary>
    public int To { get; init; }

    /// <summary>The operations <c>add</c>, <c>remove</c> and <c>replace</c> of a JSON Patch (RFC 6902) on the registration, in the naming of this response, in their order. What only identifies the message (its id, when it was sent, when the agent started) is not compared.</summary>
    public IReadOnlyList<JsonElement> Patch { get; init; } = [];
}

/// <summary>Response: the agent's registration has no such version, or no longer; nothing was done.</summary>
[Refusal]
public sealed record RegistrationVersionNotFound
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that was asked for.</summary>
    public int Version { get; init; }
}
