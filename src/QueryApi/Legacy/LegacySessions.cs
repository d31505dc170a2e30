using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.QueryApi.Sessions;
using AgentRegistry.Storage.Queries;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>The paths of sessions that the system with factories had. Each does what its canonical path under <c>/api/v1</c> does.</summary>
internal static class LegacySessions
{
    public static void MapLegacySessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sessions").WithTags(LegacyTags.Factories).IgnoreUnknown()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", CreateAsync).WithName("LegacyCreateSession").WithSummary("As POST /api/v1/sessions").AnswersProblems(StatusCodes.Status409Conflict);
        var one = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        one.MapGet("", GetAsync).WithName("LegacyGetSession").WithSummary("As GET /api/v1/sessions/{id}, with agent_name for agent_id");
        one.MapPost("/invocations", TrackAsync).WithName("LegacyTrackInvocation").WithSummary("As POST /api/v1/sessions/{id}/invocations, with agent_name for agent_id");
        one.MapPost("/history", AddAsync).WithName("LegacyAddToHistory").WithSummary("As POST /api/v1/sessions/{id}/messages");
        one.MapPatch("/status", ChangeStatusAsync).WithName("LegacyChangeSessionStatus").WithSummary("As PUT /api/v1/sessions/{id}/status");
        one.MapDelete("", DeleteAsync).WithName("LegacyDeleteSession").WithSummary("As DELETE /api/v1/sessions/{id}");
    }

    private static async Task<Response<LegacySessionId>> CreateAsync(Body<NewSession> body, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await SessionCommands.CreateAsync(body, key, workspace, request);
        return response.Map(accepted => new LegacySessionId(accepted.SessionId));
    }

    private static async Task<Response<LegacySession>> GetAsync(string id, Workspace workspace, ApiRequest request, SessionQueries queries)
    {
        var response = await SessionEndpoints.GetAsync(id, workspace, request, queries);
        return response.Map(LegacySession.Of);
    }

    private static Task<Response<LegacyDone>> TrackAsync(string id, Body<LegacyInvocation> body, IdempotencyKey key, Workspace workspace, ApiRequest request) =>
        DoneAsync("tracked", SessionCommands.SendInvocationAsync(id, body.Value.ToInvocation(), LegacyInvocation.Fields, key, workspace, request));

    private static Task<Response<LegacyDone>> AddAsync(string id, Body<NewMessages> body, IdempotencyKey key, Workspace workspace, ApiRequest request) =>
        DoneAsync("added", SessionCommands.AppendAsync(id, body, key, workspace, request));

    private static Task<Response<LegacyDone>> ChangeStatusAsync(string id, Body<SessionStatusChange> body, Workspace workspace, ApiRequest request) =>
        DoneAsync("updated", SessionCommands.ChangeStatusAsync(id, body, workspace, request));

    private static Task<Response<LegacyDone>> DeleteAsync(string id, Workspace workspace, ApiRequest request) =>
        DoneAsync("deleted", SessionCommands.DeleteAsync(id, workspace, request));

    private static async Task<Response<LegacyDone>> DoneAsync(string done, Task<Response<SessionAccepted>> command) =>
        (await command).Map(_ => new LegacyDone(done));
}

/// <summary>The id of a session that began.</summary>
/// <param name="SessionId">Its id.</param>
internal sealed record LegacySessionId(string SessionId);

/// <summary>What was done.</summary>
/// <param name="Status"><c>tracked</c>, <c>added</c>, <c>updated</c> or <c>deleted</c>.</param>
internal sealed record LegacyDone(string Status);

/// <summary>A call as older clients send it: <c>agent_name</c> and <c>error_message</c> in place of <c>agent_id</c> and <c>error</c>.</summary>
internal sealed record LegacyInvocation
{
    /// <summary>How the body names the fields of <see cref="RecordInvocation"/>.</summary>
    public static FieldNames Fields { get; } = new(
        ("sessionId", "id"), ("workspace", Workspace.Header), ("invocationId", "id"), ("agentId", "agent_name"));

    /// <summary>Identifies it within the session: a second one of the same id is skipped. Absent: from the Idempotency-Key, else new.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who was called. Required.</summary>
    public TextOrNumber? AgentName { get; init; }

    /// <summary>The same as <c>agent_name</c>.</summary>
    public TextOrNumber? AgentId { get; init; }

    /// <summary>The query, up to 1 MiB.</summary>
    public string? Query { get; init; }

    /// <summary>The response, up to 1 MiB.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded. Required.</summary>
    public bool? Success { get; init; }

    /// <summary>What went wrong, up to 1 MiB.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The same as <c>error_message</c>.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds. Absent: not measured; then it does not count in averages.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made. Absent: now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    public Invocation ToInvocation() => new()
    {
        Id = Id,
        AgentId = AgentName ?? AgentId,
        Query = Query,
        Response = Response,
        Success = Success,
        Error = ErrorMessage ?? Error,
        DurationMs = DurationMs,
        Timestamp = Timestamp,
    };
}

/// <summary>A session whole, as older clients read it.</summary>
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

/// <summary>A call of an agent, as older clients read it.</summary>
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

/// <summary>A session's context, as older clients read it.</summary>
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
