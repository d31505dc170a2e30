using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Capabilities;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Heartbeats;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.QueryApi.Statistics;
using AgentRegistry.Storage.Presence;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>
/// The paths that the systems had which this one replaces, so that their clients go on working. Each does what its canonical
/// path under <c>/api/v1</c> does; only bodies and answers differ where those systems printed others.
/// </summary>
internal static class LegacyRoutes
{
    public static void MapLegacyRoutes(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup("").WithTags(DocumentInfo.LegacyService).RefuseUnreadable().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        service.MapPost("/register", RegisterAsync)
            .WithName("LegacyRegister").WithSummary("As POST /api/v1/agents")
            .AnswersProblems(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        service.MapPost("/agents/{id}/heartbeat", SendHeartbeatEndpoint.HandleAsync)
            .WithName("LegacyHeartbeat").WithSummary("As POST /api/v1/agents/{id}/heartbeat").WithMetadata(new ExamplesOf("SendHeartbeat"))
            .Accepts<HeartbeatBody>(isOptional: true, JsonBody.ContentType)
            .AnswersProblems(
                StatusCodes.Status410Gone, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);
        service.MapGet("/agents", ListAll)
            .WithName("LegacyListAgents").WithSummary("As GET /api/v1/agents, with a limit of 1,000").WithMetadata(new ExamplesOf("LegacyListRegistry"));
        service.MapGet("/agents/{id}", GetAgentEndpoint.HandleAsync)
            .WithName("LegacyGetAgent").WithSummary("As GET /api/v1/agents/{id}").WithMetadata(new ExamplesOf("GetAgent")).AnswersProblems(StatusCodes.Status404NotFound);
        service.MapGet("/capabilities/search", SearchCapabilitiesEndpoint.Handle)
            .WithName("LegacySearchCapabilities").WithSummary("As GET /api/v1/capabilities/search").WithMetadata(new ExamplesOf("SearchCapabilities"));
        service.MapGet("/health/{id}", GetHealthAsync)
            .WithName("LegacyGetHealth").WithSummary("As GET /api/v1/agents/{id}/health, with the health as status").AnswersProblems(StatusCodes.Status404NotFound);
        service.MapGet("/stats", GetStatisticsEndpoint.HandleAsync)
            .WithName("LegacyGetStatistics").WithSummary("As GET /api/v1/stats").WithMetadata(new ExamplesOf("GetStatistics"));

        var registry = routes.MapGroup("/registry/agents").WithTags(DocumentInfo.LegacyFactories).RefuseUnreadable().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        registry.MapGet("", ListAll).WithName("LegacyListRegistry").WithSummary("As GET /api/v1/agents, with a limit of 1,000");
        registry.MapPost("", RegisterFactoryAsync)
            .WithName("LegacyRegisterFactory").WithSummary("Register an agent that a factory makes")
            .WithDescription("Its id is agent_name if that is a valid id, else agent_type with _agent behind it. The factory is kept in the metadata.")
            .AnswersProblems(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        registry.MapGet("/{name}", GetByName)
            .WithName("LegacyGetRegistryAgent").WithSummary("The agent without its history").AnswersProblems(StatusCodes.Status404NotFound);
        var one = registry.MapGroup("/{name}").AnswersProblems(
            StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        one.MapPut("/capabilities", UpdateCapabilitiesAsync)
            .WithName("LegacyUpdateCapabilities").WithSummary("As PUT /api/v1/agents/{id}/capabilities; also takes an object by name");
        one.MapPatch("/status", SwitchAsync).WithName("LegacySwitch").WithSummary("Switch an agent on or off");
        one.MapDelete("", DeleteAsync).WithName("LegacyDelete").WithSummary("As DELETE /api/v1/agents/{id}");
        routes.MapGroup("/registry").WithTags(DocumentInfo.LegacyFactories).Scoped().AnswersProblems(StatusCodes.Status400BadRequest)
            .MapGet("/export", Export).WithName("LegacyExport").WithSummary("All agents as of one revision, by id");
    }

    private static async Task<Results<Ok<RegistrationResponse>, Problem>> RegisterAsync(
        Body<LegacyRegistration> body, IdempotencyKey key, AgentScope scope, HttpContext context, IRequestClient<RegisterAgent> worker, CommandSender commands)
    {
        var (accepted, problem, _) = await RegisterAgentEndpoint.RegisterAsync(
            body.Value, LegacyRegistration.SeedFields, key, scope, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(RegistrationResponse.Of(accepted));
    }

    private static Results<AgentPageResult, Problem> ListAll(
        [AsParameters] AgentListParameters parameters, AgentScope scope, AgentDirectory directory, Limits limits) =>
        ListAgentsEndpoint.List(parameters, scope, directory, limits, limits.PageSize);

    private static async Task<Results<Ok<LegacyHealth>, Problem>> GetHealthAsync(
        string id, HttpContext context, AgentDirectory directory, IPresence presence, DegradedReads degraded, Limits limits) =>
        directory.Find(id) is { } agent
            ? TypedResults.Ok(LegacyHealth.Of(await presence.ReportAsync(agent, degraded, context)))
            : AgentIds.ProblemOf(id, limits) ?? Problem.AgentNotFound(id);

    private static async Task<Results<Ok<FactoryResponse>, Problem>> RegisterFactoryAsync(
        Body<FactoryRegistration> body,
        IdempotencyKey key,
        AgentScope scope,
        HttpContext context,
        IRequestClient<RegisterAgent> worker,
        IRequestClient<ChangeAgentStatus> statusWorker,
        CommandSender commands)
    {
        var registration = body.Value.ToRegistration(commands.Limits);
        var (accepted, problem, _) = await RegisterAgentEndpoint.RegisterAsync(
            registration, FactoryRegistration.Fields, key, scope, worker, commands, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        if (body.Value.Enabled is { } enabled)
        {
            (_, problem, _) = await ChangeStatusEndpoint.ChangeOneAsync(
                accepted.AgentId, new StatusChange { Enabled = enabled }, null, scope, statusWorker, commands, context.RequestAborted);
        }

        return problem is null ? TypedResults.Ok(new FactoryResponse("registered", accepted.AgentId)) : problem;
    }

    private static Ok<LegacyExport> Export(AgentScope scope, AgentDirectory directory) => TypedResults.Ok(LegacyExport.Of(directory, scope));

    private static Results<Ok<Agent>, Problem> GetByName(string name, AgentDirectory directory, Limits limits) =>
        directory.Find(name) is { } agent ? TypedResults.Ok(agent) : AgentIds.ProblemOf(name, limits) ?? Problem.AgentNotFound(name);

    private static async Task<Results<Ok<FactoryResponse>, Problem>> UpdateCapabilitiesAsync(
        string name, Body<NamedCapabilities> body, ExpectedRevision expected, AgentScope scope, HttpContext context, IRequestClient<UpdateAgentCapabilities> worker, CommandSender commands)
    {
        if (body.Value.Capabilities is not { } capabilities)
        {
            return Problem.Invalid("capabilities", "is required: an object by name, or a list");
        }

        var (accepted, problem, _) = await UpdateCapabilitiesEndpoint.UpdateAsync(
            name, capabilities, changedBy: null, expected.Revision, scope, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new FactoryResponse("updated", accepted.AgentId));
    }

    private static async Task<Results<Ok<FactoryResponse>, Problem>> SwitchAsync(
        string name, Body<Switch> body, ExpectedRevision expected, AgentScope scope, HttpContext context, IRequestClient<ChangeAgentStatus> worker, CommandSender commands)
    {
        if (body.Value.Enabled is not { } enabled)
        {
            return Problem.Invalid("enabled", "is required: true or false");
        }

        var (result, problem, _) = await ChangeStatusEndpoint.ChangeOneAsync(
            name, new StatusChange { Enabled = enabled }, expected.Revision, scope, worker, commands, context.RequestAborted);
        return result is null ? problem! : TypedResults.Ok(new FactoryResponse(enabled ? "enabled" : "disabled", result.AgentId));
    }

    private static async Task<Results<Ok<FactoryResponse>, Problem>> DeleteAsync(
        string name, ExpectedRevision expected, AgentScope scope, HttpContext context, IRequestClient<DeleteAgent> worker, CommandSender commands)
    {
        var (accepted, problem, _) = await DeleteAgentEndpoint.DeleteAsync(name, expected.Revision, scope, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new FactoryResponse("deleted", accepted.AgentId));
    }
}
