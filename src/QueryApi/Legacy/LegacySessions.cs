using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.QueryApi.Sessions;
using AgentRegistry.Storage;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>The paths of sessions that the system with factories had. Each does what its canonical path under <c>/api/v1</c> does.</summary>
internal static class LegacySessions
{
    public static void MapLegacySessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sessions").WithTags(DocumentInfo.LegacyFactories).RefuseUnreadable()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", CreateAsync).WithName("LegacyCreateSession").WithSummary("As POST /api/v1/sessions").AnswersProblems(StatusCodes.Status409Conflict);
        var one = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        one.MapGet("", GetAsync).WithName("LegacyGetSession").WithSummary("As GET /api/v1/sessions/{id}, with agent_name for agent_id");
        one.MapPost("/invocations", TrackAsync).WithName("LegacyTrackInvocation").WithSummary("As POST /api/v1/sessions/{id}/invocations, with agent_name for agent_id");
        one.MapPost("/history", AddAsync).WithName("LegacyAddToHistory").WithSummary("As POST /api/v1/sessions/{id}/messages");
        one.MapPatch("/status", ChangeStatusAsync).WithName("LegacyChangeSessionStatus").WithSummary("As PUT /api/v1/sessions/{id}/status");
        one.MapDelete("", DeleteAsync).WithName("LegacyDeleteSession").WithSummary("As DELETE /api/v1/sessions/{id}");
    }

    private static async Task<Results<Ok<LegacySessionId>, Problem>> CreateAsync(
        Body<NewSession> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<CreateSession> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await CreateSessionEndpoint.CreateAsync(body.Value, key, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new LegacySessionId(accepted.SessionId));
    }

    private static async Task<Results<Ok<LegacySession>, Problem>> GetAsync(
        string id, Workspace workspace, IRegistryStore store, Limits limits, CancellationToken cancellationToken)
    {
        var (session, problem) = await GetSessionEndpoint.FindAsync(id, workspace, store, limits, cancellationToken);
        return session is null ? problem! : TypedResults.Ok(LegacySession.Of(session));
    }

    private static async Task<Results<Ok<LegacyDone>, Problem>> TrackAsync(
        string id,
        Body<LegacyInvocation> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<RecordInvocation> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await RecordInvocationEndpoint.RecordAsync(
            id, body.Value.ToInvocation(), LegacyInvocation.Fields, key, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new LegacyDone("tracked"));
    }

    private static async Task<Results<Ok<LegacyDone>, Problem>> AddAsync(
        string id,
        Body<SaidMessages> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<AppendSessionMessages> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await AppendMessagesEndpoint.AppendAsync(id, body.Value, key, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new LegacyDone("added"));
    }

    private static async Task<Results<Ok<LegacyDone>, Problem>> ChangeStatusAsync(
        string id,
        Body<SessionStatusChange> body,
        Workspace workspace,
        HttpContext context,
        IRequestClient<ChangeSessionStatus> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await ChangeSessionStatusEndpoint.ChangeAsync(id, body.Value, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new LegacyDone("updated"));
    }

    private static async Task<Results<Ok<LegacyDone>, Problem>> DeleteAsync(
        string id, Workspace workspace, HttpContext context, IRequestClient<DeleteSession> worker, CommandSender commands)
    {
        var (accepted, problem, _) = await DeleteSessionEndpoint.DeleteAsync(id, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new LegacyDone("deleted"));
    }
}

/// <summary>The id of a session that began.</summary>
/// <param name="SessionId">Its id.</param>
internal sealed record LegacySessionId(string SessionId);

/// <summary>What was done.</summary>
/// <param name="Status"><c>tracked</c>, <c>added</c>, <c>updated</c> or <c>deleted</c>.</param>
internal sealed record LegacyDone(string Status);
