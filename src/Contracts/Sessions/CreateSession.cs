using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: begin a session. The same message again changes nothing, also after the session was deleted. Answered with
/// <see cref="SessionAccepted"/>, <see cref="SessionConflict"/> when another message has taken the id, or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record CreateSession
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The workspace it will belong to; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its id, unique within the workspace; 1–128 of letters, digits, <c>. _ : -</c>, and not <c>analysis</c>, which is a path of the API. Absent: the message's id as 32 digits.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whose session it is; 1–128 characters. Required.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Kept as it is; a JSON object of up to 64 KiB. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }
}
