using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>Everything under <c>/api/v1/sessions</c>.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/sessions").WithTags("Sessions").RefuseUnreadable()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListSessionsEndpoint.HandleAsync)
            .WithName("ListSessions")
            .WithSummary("List sessions")
            .WithDescription("Those of the workspace that pass every filter given, the newest first. For the next page pass next_cursor on as cursor.");
        group.MapGet("/analysis", AnalyseSessionsEndpoint.HandleAsync)
            .WithName("AnalyseSessions")
            .WithSummary("Add up the sessions of a period")
            .WithDescription("Messages and invocations of the sessions created in it; calls, success and durations by agent, the most called first.");

        var one = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetSessionEndpoint.HandleAsync)
            .WithName("GetSession")
            .WithSummary("Get a session whole")
            .WithDescription("With every message, every invocation and its context, as they were at one moment. Long ones can be read in pages instead.");
        one.MapGet("/messages", ListMessagesEndpoint.HandleAsync)
            .WithName("ListSessionMessages")
            .WithSummary("Read a session's messages in pages")
            .WithDescription("In order; for the next page pass next_after on as after.");
        one.MapGet("/invocations", ListInvocationsEndpoint.HandleAsync)
            .WithName("ListSessionInvocations")
            .WithSummary("Read a session's invocations in pages")
            .WithDescription("In order; for the next page pass next_after on as after.");
        one.MapGet("/context", GetContextEndpoint.HandleAsync)
            .WithName("GetSessionContext")
            .WithSummary("Get the agent last called, with query and response")
            .WithDescription("What a follow-up such as \"show details\" refers to. Each invocation moves it on.");
        one.MapGet("/export", ExportSessionEndpoint.HandleAsync)
            .WithName("ExportSession")
            .WithSummary("Export a session as a file")
            .WithDescription("format=json: the session whole. format=jsonl: a line for the session, then one for each message and each invocation, with their type.")
            .Produces<SessionDetails>()
            .WithMetadata(new ExamplesOf("GetSession"));

        group.MapPost("", CreateSessionEndpoint.HandleAsync)
            .WithName("CreateSession")
            .WithSummary("Begin a session")
            .WithDescription("201 for a new one; 200 when the same Idempotency-Key came before; 409 when the id is taken.")
            .AnswersProblems(StatusCodes.Status409Conflict);
        var changes = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        changes.MapPost("/messages", AppendMessagesEndpoint.HandleAsync)
            .WithName("AppendSessionMessages")
            .WithSummary("Keep what was said: one message, or up to 1,000 in their order")
            .WithDescription("A message whose id the session has is passed over. An expired session becomes active again; a completed one takes none (409).");
        changes.MapPost("/invocations", RecordInvocationEndpoint.HandleAsync)
            .WithName("RecordInvocation")
            .WithSummary("Keep that an agent was called")
            .WithDescription("The session's context becomes that of this call. An expired session becomes active again; a completed one takes none (409).");
        changes.MapPut("/status", ChangeSessionStatusEndpoint.HandleAsync)
            .WithName("ChangeSessionStatus")
            .WithSummary("Complete, expire or wake a session")
            .WithDescription("From active to completed or expired, from expired to active or completed; nothing follows completed (409).");
        group.MapDelete("/{id}", DeleteSessionEndpoint.HandleAsync)
            .WithName("DeleteSession")
            .WithSummary("Delete a session with everything in it")
            .AnswersProblems(StatusCodes.Status404NotFound);
    }
}
