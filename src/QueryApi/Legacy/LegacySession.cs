using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.QueryApi.Sessions;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>A call as the seeds' clients send it: <c>agent_name</c> and <c>error_message</c> in place of <c>agent_id</c> and <c>error</c>.</summary>
internal sealed record LegacyInvocation : Invocation
{
    /// <summary>What the body calls the fields of <see cref="RecordInvocation"/>.</summary>
    public static FieldNames Fields { get; } = new(
        ("sessionId", "id"), ("workspace", Workspace.Header), ("invocationId", "id"), ("agentId", "agent_name"));

    /// <summary>Who was called. Required.</summary>
    public TextOrNumber? AgentName { get; init; }

    /// <summary>What went wrong, up to 1 MiB.</summary>
    public string? ErrorMessage { get; init; }

    public Invocation ToInvocation() => this with { AgentId = AgentName ?? AgentId, Error = ErrorMessage ?? Error };
}

/// <summary>A session whole, as the seeds' clients read it.</summary>
internal sealed record LegacySession
{
    /// <summary>Its id.</summary>
    public required string SessionId { get; init; }

    /// <summary>Whose session it is.</summary>
    public required string UserId { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something was last said or done in it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>The session without what was said in it.</summary>
    public required Session Session { get; init; }

    /// <summary>Every message, in order.</summary>
    public required IReadOnlyList<SessionMessage> ConversationHistory { get; init; }

    /// <summary>Every invocation, in order.</summary>
    public required IReadOnlyList<LegacyCall> AgentsInvoked { get; init; }

    /// <summary>The agent last called; absent before the first call.</summary>
    public string? LastAgentCalled { get; init; }

    /// <summary>The agent last called, with query and response; absent before the first call.</summary>
    public LegacyContext? Context { get; init; }

    public static LegacySession Of(SessionDetails session) => new()
    {
        SessionId = session.SessionId,
        UserId = session.UserId,
        CreatedAt = session.CreatedAt,
        UpdatedAt = session.UpdatedAt,
        Status = session.Status,
        Session = session,
        ConversationHistory = session.ConversationHistory,
        AgentsInvoked = [.. session.AgentsInvoked.Select(LegacyCall.Of)],
        LastAgentCalled = session.LastAgentId,
        Context = session.Context is { } context ? LegacyContext.Of(context) : null,
    };
}

/// <summary>A call of an agent, as the seeds' clients read it.</summary>
internal sealed record LegacyCall
{
    /// <summary>Who was called.</summary>
    public required string AgentName { get; init; }

    /// <summary>What was asked.</summary>
    public required string Query { get; init; }

    /// <summary>What was answered.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded.</summary>
    public required bool Success { get; init; }

    /// <summary>What went wrong.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public static LegacyCall Of(SessionInvocation invocation) => new()
    {
        AgentName = invocation.AgentId,
        Query = invocation.Query,
        Response = invocation.Response,
        Success = invocation.Success,
        ErrorMessage = invocation.Error,
        DurationMs = invocation.DurationMs,
        Timestamp = invocation.Timestamp,
    };
}

/// <summary>A session's context, as the seeds' clients read it.</summary>
internal sealed record LegacyContext
{
    /// <summary>The agent last called.</summary>
    public string? LastAgentCalled { get; init; }

    /// <summary>What it was asked.</summary>
    public string? LastQuery { get; init; }

    /// <summary>What it answered.</summary>
    public string? LastResponse { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    public static LegacyContext Of(SessionContext context) => new()
    {
        LastAgentCalled = context.LastAgentId,
        LastQuery = context.LastQuery,
        LastResponse = context.LastResponse,
        UpdatedAt = context.UpdatedAt,
    };
}
