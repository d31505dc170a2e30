using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Queries;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>Everything under <c>/api/v1/sessions</c>: the reads here, the commands in <see cref="SessionCommands"/>.</summary>
internal static class SessionEndpoints
{
    private static readonly FieldNames ListFields = new(("workspace", Workspace.Header), ("userId", "user"), ("agentId", "agent"));

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/sessions").WithTags("Sessions")
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithName("ListSessions")
            .WithSummary("List sessions")
            .WithDescription("Those of the workspace that pass every filter given, the newest first. For the next page pass next_cursor on as cursor.");
        group.MapGet("/analysis", AnalyseAsync)
            .WithName("AnalyseSessions")
            .WithSummary("Summarize the sessions of a period")
            .WithDescription("Messages and invocations of the sessions created in it; calls, success and durations by agent, the most called first.");
        group.MapPost("", SessionCommands.CreateAsync)
            .WithName("CreateSession")
            .WithSummary("Create a session")
            .WithDescription("201 for a new one; 200 when the same Idempotency-Key came before; 409 when the id is taken.")
            .Produces<SessionAccepted>(StatusCodes.Status201Created)
            .AnswersProblems(StatusCodes.Status409Conflict);

        var one = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetAsync)
            .WithName("GetSession")
            .WithSummary("Get a whole session")
            .WithDescription("With every message, every invocation and its context, as they were at one moment. Long ones can be read in pages instead.");
        one.MapGet("/messages", ListMessagesAsync)
            .WithName("ListSessionMessages")
            .WithSummary("List a session's messages in pages")
            .WithDescription("In order; for the next page pass next_after on as after.");
        one.MapGet("/invocations", ListInvocationsAsync)
            .WithName("ListSessionInvocations")
            .WithSummary("List a session's invocations in pages")
            .WithDescription("In order; for the next page pass next_after on as after.");
        one.MapGet("/context", GetContextAsync)
            .WithName("GetSessionContext")
            .WithSummary("Get the agent last called, with query and response")
            .WithDescription("What a follow-up such as \"show details\" refers to. Each invocation updates it.");
        one.MapGet("/export", SessionExport.HandleAsync)
            .WithName("ExportSession")
            .WithSummary("Export a session as a file")
            .WithDescription("format=json: the whole session. format=jsonl: a line for the session, then one for each message and each invocation, with their type.")
            .Produces<SessionDetails>()
            .WithMetadata(new ExamplesOf("GetSession"));
        one.MapDelete("", SessionCommands.DeleteAsync)
            .WithName("DeleteSession")
            .WithSummary("Delete a session with everything in it");

        var changes = one.MapGroup("").AnswersProblems(StatusCodes.Status409Conflict);
        changes.MapPost("/messages", SessionCommands.AppendAsync)
            .WithName("AppendSessionMessages")
            .WithSummary("Append one message, or up to 1,000 in their order")
            .WithDescription("A message whose id the session already has is skipped. An expired session becomes active again; a completed one takes none (409).");
        changes.MapPost("/invocations", SessionCommands.RecordAsync)
            .WithName("RecordInvocation")
            .WithSummary("Record the invocation of an agent")
            .WithDescription("The session's context becomes that of this call. An expired session becomes active again; a completed one takes none (409).");
        changes.MapPut("/status", SessionCommands.ChangeStatusAsync)
            .WithName("ChangeSessionStatus")
            .WithSummary("Complete, expire or reactivate a session")
            .WithDescription("From active to completed or expired, from expired to active or completed; nothing follows completed (409).");
    }

    /// <summary>The whole session.</summary>
    public static Task<Response<SessionDetails>> GetAsync(string id, Workspace workspace, ApiRequest request, SessionQueries queries) =>
        request.AskAsync<GetSession, SessionDetails>(
            new() { Workspace = workspace.Id, SessionId = id },
            SessionCommands.Fields,
            queries.GetAsync);

    private static Task<Response<SessionPage>> ListAsync([AsParameters] SessionListParameters parameters, Workspace workspace, ApiRequest request, SessionQueries queries) =>
        request.AskAsync<ListSessions, SessionPage>(parameters.Read(workspace, request), ListFields, queries.ListAsync);

    private static Task<Response<SessionAnalysis>> AnalyseAsync(
        [Description("Of this user.")] string? user,
        [Description("Created then or later, such as 2026-01-31 or 2026-01-31T12:00:00Z.")] string? from,
        [Description("Created before that.")] string? to,
        Workspace workspace,
        ApiRequest request,
        SessionQueries queries) =>
        request.AskAsync<AnalyseSessions, SessionAnalysis>(
            new()
            {
                Workspace = workspace.Id,
                UserId = QueryText.Text(user),
                From = request.Text.Time(from, "from"),
                To = request.Text.Time(to, "to"),
            },
            ListFields,
            queries.AnalyseAsync);

    private static Task<Response<SessionContext>> GetContextAsync(string id, Workspace workspace, ApiRequest request, SessionQueries queries) =>
        request.AskAsync<GetSessionContext, SessionContext>(
            new() { Workspace = workspace.Id, SessionId = id },
            SessionCommands.Fields,
            queries.GetContextAsync);

    private static Task<Response<SessionMessagePage>> ListMessagesAsync(
        [AsParameters] SessionPageParameters parameters, Workspace workspace, ApiRequest request, SessionQueries queries) =>
        request.AskAsync<ListSessionMessages, SessionMessagePage>(
            new() { Workspace = workspace.Id, SessionId = parameters.Id, Limit = parameters.ReadLimit(request), After = parameters.ReadAfter(request) },
            SessionCommands.Fields,
            queries.ListMessagesAsync);

    private static Task<Response<SessionInvocationPage>> ListInvocationsAsync(
        [AsParameters] SessionPageParameters parameters, Workspace workspace, ApiRequest request, SessionQueries queries) =>
        request.AskAsync<ListSessionInvocations, SessionInvocationPage>(
            new() { Workspace = workspace.Id, SessionId = parameters.Id, Limit = parameters.ReadLimit(request), After = parameters.ReadAfter(request) },
            SessionCommands.Fields,
            queries.ListInvocationsAsync);
}
