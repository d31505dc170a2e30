using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: a context has new data, which become a new version of it; the first makes the context. With
/// <see cref="ExpectedVersion"/> only one of many who have read the same version writes the next. Answered with
/// <see cref="ContextAccepted"/>, <see cref="ContextConflict"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record WriteContext
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context; registered or not. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name, unique within the agent; 1–128 of letters, digits, <c>. _ : -</c>. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it holds from now on, whole; a JSON object of up to 1 MiB. Required.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The version that it must have now; 0: it must not be there. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters. Absent: nothing.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; up to 128 characters. Absent: nobody is named.</summary>
    public string? CreatedBy { get; init; }
}
