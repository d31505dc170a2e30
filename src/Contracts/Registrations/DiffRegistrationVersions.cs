using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>Request: what makes one version of an agent's registration another. Answered with <see cref="RegistrationDiff"/>, <see cref="AgentNotFound"/>, <see cref="RegistrationVersionNotFound"/> or <see cref="RequestRejected"/>.</summary>
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

/// <summary>Answer: what makes one version of an agent's registration another.</summary>
public sealed record RegistrationDiff
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that the patch is applied to.</summary>
    public int From { get; init; }

    /// <summary>The version that it gives.</summary>
    public int To { get; init; }

    /// <summary>The operations <c>add</c>, <c>remove</c> and <c>replace</c> of a JSON Patch (RFC 6902) on the registration, spelt as it is here, in their order. What only tells one message from another (its id, when it was sent, when the agent started) is not compared.</summary>
    public IReadOnlyList<JsonElement> Patch { get; init; } = [];
}
