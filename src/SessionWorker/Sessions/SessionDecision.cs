using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>What a command on a session comes to. Each is decided from the session as it is, the message and the time alone.</summary>
internal sealed record SessionDecision
{
    /// <summary>Null when nothing was done: refused, or there is no such session.</summary>
    public SessionOutcome? Outcome { get; private init; }

    /// <summary>Why nothing was done, where the session is the reason.</summary>
    public SessionConflictReason? Refusal { get; private init; }

    /// <summary>What others are told; null when nothing changes.</summary>
    public SessionChange? Change { get; private init; }

    /// <summary>The session after a change; of a deleted one, as it was last.</summary>
    public SessionState? Next { get; private init; }

    /// <summary>What is added to it.</summary>
    public IReadOnlyList<SessionMessage> Messages { get; private init; } = [];

    /// <summary>What is added to it.</summary>
    public IReadOnlyList<SessionInvocation> Invocations { get; private init; } = [];

    /// <summary>Whether it is deleted because it is old, and not because somebody wants it gone.</summary>
    public bool IsForAge { get; private init; }

    private static SessionDecision Missing { get; } = new();

    private static SessionDecision Unchanged { get; } = new() { Outcome = SessionOutcome.Unchanged };

    private static SessionDecision Stale { get; } = new() { Outcome = SessionOutcome.Stale };

    /// <summary>A session begins, unless its id is taken or the message has had its effect.</summary>
    public static SessionDecision Create(SessionState? current, SessionKey key, CreateSession message, bool isRepeat, DateTimeOffset now) => current switch
    {
        // It was deleted since.
        null when isRepeat => Stale,
        null => new()
        {
            Outcome = SessionOutcome.Created,
            Change = SessionChange.Created,
            Next = new()
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

    /// <summary>Messages that the session does not have yet are added in their order.</summary>
    public static SessionDecision Append(SessionState? current, IReadOnlyList<SessionMessage> fresh, Limits limits, DateTimeOffset now)
    {
        var bytes = fresh.Sum(message => BytesOf(message.Content) + BytesOf(message.Metadata));
        return Obstacle(current, fresh.Count, bytes, limits) ?? new()
        {
            Outcome = SessionOutcome.Updated,
            Change = SessionChange.MessagesAppended,
            Next = Awake(current!, now) with { Messages = current!.Messages + fresh.Count, Bytes = current.Bytes + bytes },
            Messages = [.. fresh.Select((message, i) => message with { Sequence = current.Messages + i + 1 })],
        };
    }

    /// <summary>An invocation that the session does not have yet is added, and is its context from then on.</summary>
    public static SessionDecision Record(SessionState? current, IReadOnlyList<SessionInvocation> fresh, Limits limits, DateTimeOffset now)
    {
        var bytes = fresh.Sum(invocation => BytesOf(invocation.Query) + BytesOf(invocation.Response) + BytesOf(invocation.Error));
        return Obstacle(current, fresh.Count, bytes, limits) ?? new()
        {
            Outcome = SessionOutcome.Updated,
            Change = SessionChange.InvocationRecorded,
            Next = Awake(current!, now) with
            {
                Invocations = current!.Invocations + fresh.Count,
                Bytes = current.Bytes + bytes,
                LastAgentId = fresh[^1].AgentId,
            },
            Invocations = [.. fresh.Select((invocation, i) => invocation with { Sequence = current.Invocations + i + 1 })],
        };
    }

    /// <summary>The status changes as the table of transitions allows.</summary>
    public static SessionDecision ChangeStatus(SessionState? current, SessionStatus status, DateTimeOffset sentAt, DateTimeOffset now) => current switch
    {
        null => Missing,
        _ when sentAt < current.StatusCommandedAt => Stale,
        _ when current.Status == status => Unchanged,
        _ when !SessionTransitions.IsAllowed(current.Status, status) => Refused(SessionConflictReason.Status),
        _ => Changed(current with { StatusCommandedAt = sentAt }, status, now),
    };

    /// <summary>The session goes with everything in it.</summary>
    public static SessionDecision Delete(SessionState? current, DateTimeOffset now) => current is null ? Missing : new()
    {
        Outcome = SessionOutcome.Deleted,
        Change = SessionChange.Deleted,
        Next = current with { UpdatedAt = now },
    };

    /// <summary>A session expires if, now that its row is locked, nothing has happened in it since.</summary>
    public static SessionDecision Expire(SessionState? current, DateTimeOffset idleSince, DateTimeOffset now) =>
        current is { Status: SessionStatus.Active } && current.UpdatedAt < idleSince ? Changed(current, SessionStatus.Expired, now) : Unchanged;

    /// <summary>A session that ended is removed if, now that its row is locked, it has not been woken.</summary>
    public static SessionDecision Remove(SessionState? current, DateTimeOffset endedBefore, DateTimeOffset now) =>
        current is { Status: not SessionStatus.Active } && current.StatusSince < endedBefore ? Delete(current, now) with { IsForAge = true } : Unchanged;

    private static SessionDecision Refused(SessionConflictReason reason) => new() { Refusal = reason };

    /// <summary>Why nothing can be added; null when it can.</summary>
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

    /// <summary>Expired means no more than idle: who speaks in it ends that.</summary>
    private static SessionState Awake(SessionState current, DateTimeOffset now) => current.Status == SessionStatus.Expired
        ? current with { Status = SessionStatus.Active, StatusSince = now, UpdatedAt = now }
        : current with { UpdatedAt = now };

    private static SessionDecision Changed(SessionState current, SessionStatus status, DateTimeOffset now) => new()
    {
        Outcome = SessionOutcome.Updated,
        Change = SessionChange.StatusChanged,

        // A session that is woken is idle from now on, and not still from when it last was.
        Next = current with { Status = status, StatusSince = now, UpdatedAt = status == SessionStatus.Active ? now : current.UpdatedAt },
    };

    private static long BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static long BytesOf(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } element ? BytesOf(element.GetRawText()) : 0;
}
