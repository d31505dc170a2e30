using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>The outcome of a command on a session, decided from the session as it is, the message and the time alone.</summary>
internal sealed record SessionDecision
{
    /// <summary>Which status may follow which. Nothing follows completed, so that a finished session is not continued by accident.</summary>
    private static readonly (SessionStatus From, SessionStatus To)[] Transitions =
    [
        (SessionStatus.Active, SessionStatus.Completed),
        (SessionStatus.Active, SessionStatus.Expired),
        (SessionStatus.Expired, SessionStatus.Active),
        (SessionStatus.Expired, SessionStatus.Completed),
    ];

    /// <summary>Null when nothing was done: refused, or there is no such session.</summary>
    public SessionOutcome? Outcome { get; private init; }

    /// <summary>Why nothing was done, where the session is the reason.</summary>
    public SessionConflictReason? Refusal { get; private init; }

    /// <summary>The event's kind; null when nothing changes.</summary>
    public SessionChange? Change { get; private init; }

    /// <summary>The session after the command, or as it is; of a deleted one, as it was last; null where there is none.</summary>
    public SessionState? State { get; init; }

    /// <summary>Messages that are added, with their sequences.</summary>
    public IReadOnlyList<SessionMessage> Messages { get; private init; } = [];

    /// <summary>Invocations that are added, with their sequences.</summary>
    public IReadOnlyList<SessionInvocation> Invocations { get; private init; } = [];

    /// <summary>How many messages or invocations are added.</summary>
    public int Added => Messages.Count + Invocations.Count;

    /// <summary>True when it is deleted for its age, and not by a command.</summary>
    public bool IsForAge { get; private init; }

    private static SessionDecision Missing { get; } = new();

    private static SessionDecision Unchanged { get; } = new() { Outcome = SessionOutcome.Unchanged };

    private static SessionDecision Stale { get; } = new() { Outcome = SessionOutcome.Stale };

    /// <summary>Creates a session, unless its id is taken or the message has had its effect.</summary>
    public static SessionDecision Create(SessionState? current, SessionKey key, CreateSession message, bool isRepeat, DateTimeOffset now) => current switch
    {
        // It was deleted in the meantime.
        null when isRepeat => Stale,
        null => new()
        {
            Outcome = SessionOutcome.Created,
            Change = SessionChange.Created,
            State = new()
            {
                Key = key,
                UserId = message.UserId,
                Metadata = message.Metadata,
                CreatedBy = message.MessageId,
                CreatedAt = now,
                UpdatedAt = now,
                StatusSince = now,
                Bytes = BytesOf(message.Metadata),
            },
        },
        _ when current.CreatedBy == message.MessageId => Unchanged,
        _ => Refused(SessionConflictReason.Taken),
    };

    /// <summary>Adds messages that the session does not have yet, in their order.</summary>
    public static SessionDecision Append(SessionState? current, IReadOnlyList<SessionMessage> fresh, Limits limits, DateTimeOffset now)
    {
        var bytes = fresh.Sum(message => BytesOf(message.Content) + BytesOf(message.Metadata));
        return Obstacle(current, fresh.Count, bytes, limits) ?? new()
        {
            Outcome = SessionOutcome.Updated,
            Change = SessionChange.MessagesAppended,
            State = Active(current!, now) with { Messages = current!.Messages + fresh.Count, Bytes = current.Bytes + bytes },
            Messages = [.. fresh.Select((message, i) => message with { Sequence = current.Messages + i + 1 })],
        };
    }

    /// <summary>Adds an invocation that the session does not have yet; it becomes the session's context.</summary>
    public static SessionDecision Record(SessionState? current, IReadOnlyList<SessionInvocation> fresh, Limits limits, DateTimeOffset now)
    {
        var bytes = fresh.Sum(invocation => BytesOf(invocation.Query) + BytesOf(invocation.Response) + BytesOf(invocation.Error));
        return Obstacle(current, fresh.Count, bytes, limits) ?? new()
        {
            Outcome = SessionOutcome.Updated,
            Change = SessionChange.InvocationRecorded,
            State = Active(current!, now) with
            {
                Invocations = current!.Invocations + fresh.Count,
                Bytes = current.Bytes + bytes,
                LastAgentId = fresh[^1].AgentId,
            },
            Invocations = [.. fresh.Select((invocation, i) => invocation with { Sequence = current.Invocations + i + 1 })],
        };
    }

    /// <summary>Changes the status where the transitions allow it.</summary>
    public static SessionDecision ChangeStatus(SessionState? current, SessionStatus status, DateTimeOffset sentAt, DateTimeOffset now) => current switch
    {
        null => Missing,
        _ when sentAt < current.StatusCommandedAt => Stale,
        _ when current.Status == status => Unchanged,
        _ when !Transitions.Contains((current.Status, status)) => Refused(SessionConflictReason.Status),
        _ => Changed(current with { StatusCommandedAt = sentAt }, status, now),
    };

    /// <summary>Deletes the session with everything in it.</summary>
    public static SessionDecision Delete(SessionState? current, DateTimeOffset now) => current is null ? Missing : new()
    {
        Outcome = SessionOutcome.Deleted,
        Change = SessionChange.Deleted,
        State = current with { UpdatedAt = now },
    };

    /// <summary>Expires the session if it is still idle now that its row is locked.</summary>
    public static SessionDecision Expire(SessionState? current, DateTimeOffset idleSince, DateTimeOffset now) =>
        current is { Status: SessionStatus.Active } && current.UpdatedAt < idleSince ? Changed(current, SessionStatus.Expired, now) : Unchanged;

    /// <summary>Removes the session if it is still completed or expired now that its row is locked.</summary>
    public static SessionDecision Remove(SessionState? current, DateTimeOffset endedBefore, DateTimeOffset now) =>
        current is { Status: not SessionStatus.Active } && current.StatusSince < endedBefore ? Delete(current, now) with { IsForAge = true } : Unchanged;

    private static SessionDecision Refused(SessionConflictReason reason) => new() { Refusal = reason };

    /// <summary>The reason why nothing can be added; null when there is none.</summary>
    private static SessionDecision? Obstacle(SessionState? current, int count, long bytes, Limits limits) => current switch
    {
        null => Missing,

        // Before the status: a repeat of what was accepted is accepted, whatever has happened since.
        _ when count == 0 => Unchanged,
        { Status: SessionStatus.Completed } => Refused(SessionConflictReason.Status),
        _ when current.Messages + current.Invocations + count > limits.SessionEntries || current.Bytes + bytes > limits.SessionBytes =>
            Refused(SessionConflictReason.Full),
        _ => null,
    };

    /// <summary>Expired means idle: a new entry makes the session active again.</summary>
    private static SessionState Active(SessionState current, DateTimeOffset now) => current.Status == SessionStatus.Expired
        ? current with { Status = SessionStatus.Active, StatusSince = now, UpdatedAt = now }
        : current with { UpdatedAt = now };

    private static SessionDecision Changed(SessionState current, SessionStatus status, DateTimeOffset now) => new()
    {
        Outcome = SessionOutcome.Updated,
        Change = SessionChange.StatusChanged,

        // The idle time of a session that becomes active again starts now.
        State = current with { Status = status, StatusSince = now, UpdatedAt = status == SessionStatus.Active ? now : current.UpdatedAt },
    };

    private static long BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static long BytesOf(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } element ? BytesOf(element.GetRawText()) : 0;
}
