using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Heartbeats;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.QueryApi.Routing;
using AgentRegistry.QueryApi.Statistics;
using AgentRegistry.Storage.Presence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>
/// The paths that the systems had which this one replaces, so that their clients go on working. Each does what its canonical
/// path under <c>/api/v1</c> does; only bodies and responses differ where those systems had others.
/// </summary>
internal static class LegacyAgents
{
    public static void MapLegacyAgents(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup("").WithTags(LegacyTags.Service).IgnoreUnknown().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        service.MapPost("/register", RegisterAsync)
            .WithName("LegacyRegister").WithSummary("As POST /api/v1/agents")
            .AnswersProblems(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        service.MapPost("/agents/{id}/heartbeat", HeartbeatEndpoints.SendAsync)
            .WithName("LegacyHeartbeat").WithSummary("As POST /api/v1/agents/{id}/heartbeat").WithMetadata(new ExamplesOf("SendHeartbeat"))
            .Accepts<HeartbeatBody>(isOptional: true, JsonBody.ContentType, JsonBody.AnyContentType)
            .AnswersProblems(
                StatusCodes.Status410Gone, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);
        service.MapGet("/agents", ListAll)
            .WithName("LegacyListAgents").WithSummary("As GET /api/v1/agents, with a limit of 1,000").WithMetadata(new ExamplesOf("LegacyListRegistry"));
        service.MapGet("/agents/{id}", AgentEndpoints.GetAsync)
            .WithName("LegacyGetAgent").WithSummary("As GET /api/v1/agents/{id}").WithMetadata(new ExamplesOf("GetAgent")).AnswersProblems(StatusCodes.Status404NotFound);
        service.MapGet("/capabilities/search", RoutingEndpoints.SearchAsync)
            .WithName("LegacySearchCapabilities").WithSummary("As GET /api/v1/capabilities/search").WithMetadata(new ExamplesOf("SearchCapabilities"));
        service.MapGet("/health/{id}", GetHealthAsync)
            .WithName("LegacyGetHealth").WithSummary("As GET /api/v1/agents/{id}/health, with the health as status").AnswersProblems(StatusCodes.Status404NotFound);
        service.MapGet("/stats", StatisticsEndpoints.GetAsync)
            .WithName("LegacyGetStatistics").WithSummary("As GET /api/v1/stats").WithMetadata(new ExamplesOf("GetStatistics"));

        var registry = routes.MapGroup("/registry/agents").WithTags(LegacyTags.Factories).IgnoreUnknown().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        registry.MapGet("", ListAll).WithName("LegacyListRegistry").WithSummary("As GET /api/v1/agents, with a limit of 1,000");
        registry.MapPost("", RegisterFactoryAsync)
            .WithName("LegacyRegisterFactory").WithSummary("Register an agent that a factory creates")
            .WithDescription("Its id is agent_name; without one, agent_type followed by _agent. The factory is kept in the metadata.")
            .AnswersProblems(StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        registry.MapGet("/{name}", (string name, ApiRequest request, AgentDirectory directory) => AgentEndpoints.Find(name, request, directory))
            .WithName("LegacyGetRegistryAgent").WithSummary("The agent without its history").AnswersProblems(StatusCodes.Status404NotFound);
        var one = registry.MapGroup("/{name}").AnswersProblems(
            StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        one.MapPut("/capabilities", UpdateCapabilitiesAsync)
            .WithName("LegacyUpdateCapabilities").WithSummary("As PUT /api/v1/agents/{id}/capabilities; also takes an object by name");
        one.MapPatch("/status", SwitchAsync).WithName("LegacySwitch").WithSummary("Enable or disable an agent");
        one.MapDelete("", DeleteAsync).WithName("LegacyDelete").WithSummary("As DELETE /api/v1/agents/{id}");
        routes.MapGroup("/registry").WithTags(LegacyTags.Factories).IgnoreUnknown().Scoped().AnswersProblems(StatusCodes.Status400BadRequest)
            .MapGet("/export", Export).WithName("LegacyExport").WithSummary("All agents as of one revision, by id");
    }

    private static async Task<Response<RegistrationResponse>> RegisterAsync(Body<LegacyRegistration> body, IdempotencyKey key, AgentScope scope, ApiRequest request)
    {
        var response = await AgentCommands.SendRegistrationAsync(body.Value, LegacyRegistration.Fields, key, scope, request);
        return response.Map(RegistrationResponse.Of);
    }

    private static Results<AgentPageResult, Problem> ListAll(
        [AsParameters] AgentListParameters parameters, AgentScope scope, ApiRequest request, AgentDirectory directory) =>
        AgentEndpoints.ListPage(parameters, scope, request, directory, request.Limits.PageSize);

    private static async Task<Response<LegacyHealth>> GetHealthAsync(
        string id, HttpContext context, ApiRequest request, AgentDirectory directory, IPresence presence, DegradedReads degraded)
    {
        var response = await AgentEndpoints.GetHealthAsync(id, context, request, directory, presence, degraded);
        return response.Map(LegacyHealth.Of);
    }

    private static async Task<Response<FactoryResponse>> RegisterFactoryAsync(Body<FactoryRegistration> body, IdempotencyKey key, AgentScope scope, ApiRequest request)
    {
        var response = await AgentCommands.SendRegistrationAsync(body.Value.ToRegistration(request.Limits), body.Value.Fields, key, scope, request);
        if (response.Value is not { } accepted)
        {
            return response.Problem!;
        }

        if (body.Value.Enabled is { } enabled)
        {
            var changed = await AgentCommands.SendStatusAsync(accepted.AgentId, new StatusChange { Enabled = enabled }, null, scope, request);
            if (changed.Problem is { } problem)
            {
                return problem;
            }
        }

        return new FactoryResponse("registered", accepted.AgentId);
    }

    private static Response<LegacyExport> Export(AgentScope scope, AgentDirectory directory) => LegacyExport.Of(directory, scope);

    private static async Task<Response<FactoryResponse>> UpdateCapabilitiesAsync(
        string name, Body<NamedCapabilities> body, ExpectedRevision expected, AgentScope scope, ApiRequest request)
    {
        if (body.Value.Capabilities is null)
        {
            request.Add("capabilities", "is required: an object by name, or a list");
        }

        var response = await AgentCommands.SendCapabilitiesAsync(name, body.Value.Capabilities ?? [], changedBy: null, expected.Revision, scope, request);
        return response.Map(accepted => new FactoryResponse("updated", accepted.AgentId));
    }

    private static async Task<Response<FactoryResponse>> SwitchAsync(string name, Body<Switch> body, ExpectedRevision expected, AgentScope scope, ApiRequest request)
    {
        if (body.Value.Enabled is null)
        {
            request.Add("enabled", "is required: true or false");
        }

        var response = await AgentCommands.SendStatusAsync(name, new StatusChange { Enabled = body.Value.Enabled ?? true }, expected.Revision, scope, request);
        return response.Map(result => new FactoryResponse(body.Value.Enabled == true ? "enabled" : "disabled", result.AgentId));
    }

    private static async Task<Response<FactoryResponse>> DeleteAsync(string name, ExpectedRevision expected, AgentScope scope, ApiRequest request)
    {
        var response = await AgentCommands.DeleteAsync(name, expected, scope, request);
        return response.Map(accepted => new FactoryResponse("deleted", accepted.AgentId));
    }
}

/// <summary>A registration as older clients send it: <c>agent_id</c> and <c>agent_name</c> in place of <c>id</c> and <c>name</c>.</summary>
internal sealed record LegacyRegistration : RegistrationFields
{
    /// <summary>How the body names the fields of <see cref="RegisterAgent"/>.</summary>
    public static FieldNames Fields { get; } = new(("name", "agent_name"));

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required; unique in the registry.</summary>
    public TextOrNumber? AgentId { get; init; }

    /// <summary>1–128 characters. Required.</summary>
    public string? AgentName { get; init; }

    /// <summary>The same as <c>agent_id</c>.</summary>
    public TextOrNumber? Id { get; init; }

    /// <summary>The same as <c>agent_name</c>.</summary>
    public string? Name { get; init; }

    public override RegisterAgent ToCommand(DateTimeOffset sentAt) => ToCommand(AgentId?.Text ?? Id?.Text, AgentName ?? Name, sentAt);
}

/// <summary>How an agent is, as older clients read it.</summary>
internal sealed record LegacyHealth
{
    /// <summary>Who.</summary>
    public required string AgentId { get; init; }

    /// <summary>The derived health: <c>healthy</c>, <c>suspect</c>, <c>unhealthy</c>, <c>offline</c> or <c>unknown</c>.</summary>
    public required AgentHealth Status { get; init; }

    /// <summary>The status that the agent reported.</summary>
    public required AgentStatus ReportedStatus { get; init; }

    /// <summary>Why, in plain words.</summary>
    public required string Reason { get; init; }

    /// <summary>When the registry last received a heartbeat; absent when none came.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When the agent will be offline unless another comes; absent when it is.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    public static LegacyHealth Of(AgentHealthReport report) => new()
    {
        AgentId = report.AgentId,
        Status = report.Health,
        ReportedStatus = report.Status,
        Reason = report.Reason,
        LastHeartbeat = report.LastHeartbeat,
        LeaseExpiresAt = report.LeaseExpiresAt,
    };
}

/// <summary>The whole registry, as of one moment, under the names by which its agents are looked up.</summary>
internal sealed record LegacyExport
{
    /// <summary>What the registry's revision was: the feed goes on from here.</summary>
    public required long Revision { get; init; }

    /// <summary>How many agents there are.</summary>
    public required int Total { get; init; }

    /// <summary>Each agent by its id: its registration, status and health; not its history.</summary>
    public required IReadOnlyDictionary<string, Agent> Agents { get; init; }

    public static LegacyExport Of(AgentDirectory directory, AgentScope scope)
    {
        var (all, revision) = directory.Snapshot;
        var agents = all.Where(agent => scope.Covers(agent.Workspace)).OrderBy(agent => agent.Id, StringComparer.Ordinal)
            .ToDictionary(agent => agent.Id, StringComparer.Ordinal);
        return new LegacyExport { Revision = revision, Total = agents.Count, Agents = agents };
    }
}
