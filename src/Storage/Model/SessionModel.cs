using AgentRegistry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>A session. The workspace stands first in every key, so that nothing is found without naming it.</summary>
internal sealed class SessionRow
{
    public required string Workspace { get; init; }

    public required string SessionId { get; init; }

    public string UserId { get; init; } = "";

    public SessionStatus Status { get; init; }

    public string? Metadata { get; init; }

    /// <summary>The message that created it. Null only within the transaction that reserves the id.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset StatusSince { get; init; }

    public DateTimeOffset? StatusCommandedAt { get; init; }

    /// <summary>Also the sequence of the last message.</summary>
    public int Messages { get; init; }

    /// <summary>Also the sequence of the last invocation.</summary>
    public int Invocations { get; init; }

    public long Bytes { get; init; }

    public string? LastAgentId { get; init; }

    public long Revision { get; init; }
}

internal sealed class SessionMessageRow
{
    public required string Workspace { get; init; }

    public required string SessionId { get; init; }

    public int Sequence { get; init; }

    public Guid MessageId { get; init; }

    public MessageRole Role { get; init; }

    public required string Content { get; init; }

    public string? Metadata { get; init; }

    public DateTimeOffset OccurredAt { get; init; }
}

internal sealed class SessionInvocationRow
{
    public required string Workspace { get; init; }

    public required string SessionId { get; init; }

    public int Sequence { get; init; }

    public Guid InvocationId { get; init; }

    public required string AgentId { get; init; }

    public required string Query { get; init; }

    public string? Response { get; init; }

    public bool Success { get; init; }

    public string? Error { get; init; }

    public long? DurationMs { get; init; }

    public DateTimeOffset OccurredAt { get; init; }
}

internal static class SessionModel
{
    private static readonly string[] Key = [nameof(SessionRow.Workspace), nameof(SessionRow.SessionId)];

    public static void Build(StoreModel store)
    {
        var session = store.Table<SessionRow>("session", "session").KeptInKey().Updated();
        session.HasKey(row => new { row.Workspace, row.SessionId }).HasName("pk_session");
        session.Property(row => row.Metadata).IsJson(store);
        session.HasIndex(row => new { row.Workspace, row.CreatedAt, row.SessionId }, "ix_session_created").IsDescending(false, true, true);
        session.HasIndex(row => new { row.Workspace, row.UserId, row.CreatedAt, row.SessionId }, "ix_session_user").IsDescending(false, false, true, true);
        session.HasIndex(row => row.UpdatedAt, "ix_session_idle").HasFilter("status = 'active'");
        session.HasIndex(row => row.StatusSince, "ix_session_ended").HasFilter("status <> 'active'");

        // A row of another workspace cannot refer to a session, and what was said goes with it. SQLite keeps these by rowid: the texts are long.
        var message = store.Table<SessionMessageRow>("session", "message").BelongsTo<SessionMessageRow, SessionRow>("fk_message_session", Key);
        message.HasKey(row => new { row.Workspace, row.SessionId, row.Sequence }).HasName("pk_message");
        message.HasAlternateKey(row => new { row.Workspace, row.SessionId, row.MessageId }).HasName("uq_message_id");
        message.Property(row => row.Metadata).IsJson(store);

        var invocation = store.Table<SessionInvocationRow>("session", "invocation").BelongsTo<SessionInvocationRow, SessionRow>("fk_invocation_session", Key);
        invocation.HasKey(row => new { row.Workspace, row.SessionId, row.Sequence }).HasName("pk_invocation");
        invocation.HasAlternateKey(row => new { row.Workspace, row.SessionId, row.InvocationId }).HasName("uq_invocation_id");
        invocation.HasIndex(row => new { row.Workspace, row.AgentId, row.SessionId }, "ix_invocation_agent");
    }
}
