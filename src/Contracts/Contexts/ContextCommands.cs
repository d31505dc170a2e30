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

/// <summary>
/// Command: a context has the data of an earlier version again. That is a new version, which points to the earlier one; nothing is
/// taken back. Answered with <see cref="ContextAccepted"/>, <see cref="ContextNotFound"/> also when there is no such version or
/// checkpoint, <see cref="ContextConflict"/> when it is the current version, or not the expected one, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record RollbackContext
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>To this version, 1 or more. Absent: to <see cref="ToCheckpoint"/>; one of the two is required.</summary>
    public int? ToVersion { get; init; }

    /// <summary>To the version of this checkpoint. Absent: to <see cref="ToVersion"/>.</summary>
    public string? ToCheckpoint { get; init; }

    /// <summary>The version that it must have now, 1 or more. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Why; up to 1,000 characters. Absent: nothing.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? CreatedBy { get; init; }
}

/// <summary>
/// Command: a version of a context gets a name, by which it is kept beyond the history's limit. A name that the context has already
/// moves to this version. Answered with <see cref="ContextAccepted"/>, <see cref="ContextNotFound"/> also when there is no such
/// version, <see cref="ContextConflict"/> when it has as many checkpoints as it may, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record NameCheckpoint
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>The checkpoint's name, unique within the context; 1–128 of letters, digits, <c>. _ : -</c>. Required.</summary>
    public string Checkpoint { get; init; } = "";

    /// <summary>Which version, 1 or more. Absent: the current one.</summary>
    public int? Version { get; init; }
}

/// <summary>
/// Command: a checkpoint loses its name; the version stays until the history's limit takes it. Answered with
/// <see cref="ContextAccepted"/>, <see cref="ContextNotFound"/> also when there is no such checkpoint, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record RemoveCheckpoint
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which checkpoint. Required.</summary>
    public string Checkpoint { get; init; } = "";
}

/// <summary>
/// Command: delete a context with all its versions and checkpoints. Answered with <see cref="ContextAccepted"/>,
/// <see cref="ContextNotFound"/>, <see cref="ContextConflict"/> when it has another version than expected, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record DeleteContext
{
    /// <summary>Identifies this message: a second one of the same id has no effect, also when the context is there again. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that it must have now, 1 or more. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }
}
