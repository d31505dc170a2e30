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

namespace AgentRegistry.QueryApi.Aliases;

/// <summary>
/// The paths that the systems had which this one replaces, so that their clients go on working. Each does what its canonical
/// path under <c>/api/v1</c> does; only bodies and answers differ where those systems printed others.
/// </summary>
internal static class SeedPaths
{
    public static void MapSeedPaths(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup("").WithTags("Paths of the Agent Registry Service").RefuseUnreadable().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        service.MapPost("/register", RegisterAsync)
            .WithName("SeedRegister").WithSummary("As POST /api/v1/agents")
            .AnswersProblems(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        service.MapPost("/agents/{id}/heartbeat", SendHeartbeatEndpoint.HandleAsync)
            .WithName("SeedHeartbeat").WithSummary("As POST /api/v1/agents/{id}/heartbeat").WithMetadata(new ExamplesOf("SendHeartbeat"))
            .Accepts<HeartbeatBody>(isOptional: true, JsonBody.ContentType)
            .AnswersProblems(
                StatusCodes.Status410Gone, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);
        service.MapGet("/agents", ListAll)
            .WithName("SeedListAgents").WithSummary("As GET /api/v1/agents, with a limit of 1,000").WithMetadata(new ExamplesOf("SeedListRegistry"));
        service.MapGet("/agents/{id}", GetAgentEndpoint.HandleAsync)
            .WithName("SeedGetAgent").WithSummary("As GET /api/v1/agents/{id}").WithMetadata(new ExamplesOf("GetAgent")).AnswersProblems(StatusCodes.Status404NotFound);
        service.MapGet("/capabilities/search", SearchCapabilitiesEndpoint.Handle)
            .WithName("SeedSearchCapabilities").WithSummary("As GET /api/v1/capabilities/search").WithMetadata(new ExamplesOf("SearchCapabilities"));
        service.MapGet("/health/{id}", GetHealthAsync)
            .WithName("SeedGetHealth").WithSummary("As GET /api/v1/agents/{id}/health, with the health as status").AnswersProblems(StatusCodes.Status404NotFound);
        service.MapGet("/stats", GetStatisticsEndpoint.HandleAsync)
            .WithName("SeedGetStatistics").WithSummary("As GET /api/v1/stats").WithMetadata(new ExamplesOf("GetStatistics"));

        var registry = routes.MapGroup("/registry/agents").WithTags("Paths of the registry with factories").RefuseUnreadable().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        registry.MapGet("", ListAll).WithName("SeedListRegistry").WithSummary("As GET /api/v1/agents, with a limit of 1,000");
        registry.MapPost("", RegisterFactoryAsync)
            .WithName("SeedRegisterFactory").WithSummary("Register an agent that a factory makes")
            .WithDescription("Its id is agent_name if that is a valid id, else agent_type with _agent behind it. The factory is kept in the metadata.")
            .AnswersProblems(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        registry.MapGet("/{name}", GetByName)
            .WithName("SeedGetRegistryAgent").WithSummary("The agent without its history").AnswersProblems(StatusCodes.Status404NotFound);
        var one = registry.MapGroup("/{name}").AnswersProblems(
            StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        one.MapPut("/capabilities", UpdateCapabilitiesAsync)
            .WithName("SeedUpdateCapabilities").WithSummary("As PUT /api/v1/agents/{id}/capabilities; also takes an object by name");
        one.MapPatch("/status", SwitchAsync).WithName("SeedSwitch").WithSummary("Switch an agent on or off");
        one.MapDelete("", DeleteAsync).WithName("SeedDelete").WithSummary("As DELETE /api/v1/agents/{id}");
        routes.MapGroup("/registry").WithTags("Paths of the registry with factories").Scoped().AnswersProblems(StatusCodes.Status400BadRequest)
            .MapGet("/export", Export).WithName("SeedExport").WithSummary("All agents as of one revision, by id");
    }

    private static async Task<Results<Ok<RegistrationAnswer>, Problem>> RegisterAsync(
        Body<SeedRegistration> body, IdempotencyKey key, AgentScope scope, HttpContext context, IRequestClient<RegisterAgent> worker, CommandSender commands)
    {
        var (accepted, problem, _) = await RegisterAgentEndpoint.RegisterAsync(
            body.Value, SeedRegistration.SeedFields, key, scope, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(RegistrationAnswer.Of(accepted));
    }

    private static Results<AgentPageResult, Problem> ListAll(
        [AsParameters] AgentListParameters parameters, AgentScope scope, AgentDirectory directory, Limits limits) =>
        ListAgentsEndpoint.List(parameters, scope, directory, limits, limits.PageSize);

    private static async Task<Results<Ok<SeedHealth>, Problem>> GetHealthAsync(
        string id, HttpContext context, AgentDirectory directory, IPresence presence, DegradedReads degraded, Limits limits) =>
        directory.Find(id) is { } agent
            ? TypedResults.Ok(SeedHealth.Of(await presence.ReportAsync(agent, degraded, context)))
            : AgentIds.ProblemOf(id, limits) ?? Problem.AgentNotFound(id);

    private static async Task<Results<Ok<FactoryAnswer>, Problem>> RegisterFactoryAsync(
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

        return problem is null ? TypedResults.Ok(new FactoryAnswer("registered", accepted.AgentId)) : problem;
    }

    private static Ok<SeedExport> Export(AgentScope scope, AgentDirectory directory) => TypedResults.Ok(SeedExport.Of(directory, scope));

    private static Results<Ok<Agent>, Problem> GetByName(string name, AgentDirectory directory, Limits limits) =>
        directory.Find(name) is { } agent ? TypedResults.Ok(agent) : AgentIds.ProblemOf(name, limits) ?? Problem.AgentNotFound(name);

    private static async Task<Results<Ok<FactoryAnswer>, Problem>> UpdateCapabilitiesAsync(
        string name, Body<NamedCapabilities> body, ExpectedRevision expected, AgentScope scope, HttpContext context, IRequestClient<UpdateAgentCapabilities> worker, CommandSender commands)
    {
        if (body.Value.Capabilities is not { } capabilities)
        {
            return Problem.Invalid("capabilities", "is required: an object by name, or a list");
        }

        var (accepted, problem, _) = await UpdateCapabilitiesEndpoint.UpdateAsync(
            name, capabilities, changedBy: null, expected.Revision, scope, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new FactoryAnswer("updated", accepted.AgentId));
    }

    private static async Task<Results<Ok<FactoryAnswer>, Problem>> SwitchAsync(
        string name, Body<Switch> body, ExpectedRevision expected, AgentScope scope, HttpContext context, IRequestClient<ChangeAgentStatus> worker, CommandSender commands)
    {
        if (body.Value.Enabled is not { } enabled)
        {
            return Problem.Invalid("enabled", "is required: true or false");
        }

        var (result, problem, _) = await ChangeStatusEndpoint.ChangeOneAsync(
            name, new StatusChange { Enabled = enabled }, expected.Revision, scope, worker, commands, context.RequestAborted);
        return result is null ? problem! : TypedResults.Ok(new FactoryAnswer(enabled ? "enabled" : "disabled", result.AgentId));
    }

    private static async Task<Results<Ok<FactoryAnswer>, Problem>> DeleteAsync(
        string name, ExpectedRevision expected, AgentScope scope, HttpContext context, IRequestClient<DeleteAgent> worker, CommandSender commands)
    {
        var (accepted, problem, _) = await DeleteAgentEndpoint.DeleteAsync(name, expected.Revision, scope, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(new FactoryAnswer("deleted", accepted.AgentId));
    }
}
