using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>What changes sessions; the legacy routes share it.</summary>
internal static class SessionCommands
{
    /// <summary>Where the session stands in the path.</summary>
    public static readonly FieldNames Fields = new(("sessionId", "id"), ("workspace", Workspace.Header), ("invocationId", "id"));

    /// <summary>Where the session stands in the body.</summary>
    private static readonly FieldNames FieldsOfNew = new(("workspace", Workspace.Header));

    /// <summary>Of a message that stands alone in its request.</summary>
    private static readonly FieldNames FieldsOfMessage = new("messages[0].", ("sessionId", "id"), ("workspace", Workspace.Header));

    public static async Task<Response<SessionAccepted>> CreateAsync(Body<NewSession> body, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await request.SendAsync<CreateSession, SessionAccepted>(
            new()
            {
                MessageId = key.MessageId($"session {workspace.Id}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                SessionId = body.Value.SessionId?.Text,
                UserId = body.Value.UserId?.Text ?? "",
                Metadata = body.Value.Metadata,
            },
            FieldsOfNew);
        return response.WithLocation(accepted => accepted.Outcome == SessionOutcome.Created ? $"/api/v1/sessions/{Uri.EscapeDataString(accepted.SessionId)}" : null);
    }

    public static Task<Response<SessionAccepted>> AppendAsync(string id, Body<NewMessages> body, IdempotencyKey key, Workspace workspace, ApiRequest request) =>
        request.SendAsync<AppendSessionMessages, SessionAccepted>(
            new()
            {
                MessageId = key.MessageId($"messages {workspace.Id} {id}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                SessionId = id,
                Messages = body.Value.Messages is { } many ? [.. many.Select(one => one?.ToMessage()!)] : [body.Value.ToMessage()],
            },
            body.Value.Messages is null ? FieldsOfMessage : Fields);

    public static Task<Response<SessionAccepted>> RecordAsync(string id, Body<Invocation> body, IdempotencyKey key, Workspace workspace, ApiRequest request) =>
        SendInvocationAsync(id, body.Value, Fields, key, workspace, request);

    /// <summary>Records an invocation, however the body names its fields.</summary>
    public static Task<Response<SessionAccepted>> SendInvocationAsync(
        string id, Invocation invocation, FieldNames fields, IdempotencyKey key, Workspace workspace, ApiRequest request) =>
        request.SendAsync<RecordInvocation, SessionAccepted>(
            new()
            {
                MessageId = key.MessageId($"invocation {workspace.Id} {id}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                SessionId = id,
                InvocationId = invocation.Id,
                AgentId = invocation.AgentId?.Text ?? "",
                Query = invocation.Query ?? "",
                Response = invocation.Response,
                Success = invocation.Success,
                Error = invocation.Error,
                DurationMs = invocation.DurationMs,
                Timestamp = invocation.Timestamp,
            },
            fields);

    public static Task<Response<SessionAccepted>> ChangeStatusAsync(string id, Body<SessionStatusChange> body, Workspace workspace, ApiRequest request) =>
        request.SendAsync<ChangeSessionStatus, SessionAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, SessionId = id, Status = body.Value.Status }, Fields);

    public static Task<Response<SessionAccepted>> DeleteAsync(string id, Workspace workspace, ApiRequest request) =>
        request.SendAsync<DeleteSession, SessionAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, SessionId = id }, Fields);
}
