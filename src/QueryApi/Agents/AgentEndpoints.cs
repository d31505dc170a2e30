using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Presence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>Everything under <c>/api/v1/agents</c> that is about agents themselves: the reads here, the commands in <see cref="AgentCommands"/>.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/agents").WithTags("Agents").Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        group.MapGet("", List)
            .WithName("ListAgents")
            .WithSummary("List agents")
            .WithDescription("The agents that pass every filter given, by id. For deep pages pass next_cursor on as cursor instead of raising offset.");
        group.MapGet("/{id}", GetAsync)
            .WithName("GetAgent")
            .WithSummary("Get an agent with its history and metrics")
            .WithDescription(
                "The ETag stands for the agent's own record: history, metrics and heartbeats move on without it. While a store is unavailable "
                + "the response has what is left, and the header X-Registry-Degraded names what is not (history, presence).")
            .Produces(StatusCodes.Status304NotModified)
            .AnswersProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/health", GetHealthAsync)
            .WithName("GetAgentHealth")
            .WithSummary("Get an agent's health and its reason")
            .WithDescription("What the registry concludes from the agent's heartbeats and reported status.")
            .AnswersProblems(StatusCodes.Status404NotFound);

        var commands = group.MapGroup("").AnswersProblems(StatusCodes.Status503ServiceUnavailable);
        commands.MapPost("", AgentCommands.RegisterAsync)
            .WithName("RegisterAgent")
            .WithSummary("Register an agent or update its registration")
            .WithDescription("The whole registration is sent each time: what is left out is gone. 201 for a new agent, 200 for a known one.")
            .Produces<RegistrationResponse>(StatusCodes.Status201Created)
            .AnswersProblems(StatusCodes.Status409Conflict);
        commands.MapPost("/bulk", BulkRegistrationEndpoint.HandleAsync)
            .WithName("RegisterAgents")
            .WithSummary("Register up to 1,000 agents at once")
            .WithDescription("Each agent has its own outcome, in the order of the request; a faulty one does not harm the others.");
        commands.MapPatch("/status", AgentCommands.ChangeStatusOfManyAsync)
            .WithName("ChangeAgentsStatus")
            .WithSummary("Change the status of up to 1,000 agents at once")
            .WithDescription("Each agent has its own outcome, in the order of the request; one that is not registered does not harm the others.");

        var one = commands.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        one.MapPut("/capabilities", AgentCommands.UpdateCapabilitiesAsync)
            .WithName("UpdateAgentCapabilities")
            .WithSummary("Replace an agent's capabilities")
            .WithDescription("An empty list removes all. With If-Match, only if the agent has not changed since.");
        one.MapPatch("/status", AgentCommands.ChangeStatusAsync)
            .WithName("ChangeAgentStatus")
            .WithSummary("Set an agent's status, enable, disable or drain it")
            .WithDescription("What is left out stays as it is. Status offline is the graceful leave. With If-Match, only if the agent has not changed since.");
        one.MapDelete("", AgentCommands.DeleteAsync)
            .WithName("DeleteAgent")
            .WithSummary("Remove an agent")
            .WithDescription("It is gone from every store and index; its history stays until retention ends. With If-Match, only if it has not changed since.");
    }

    /// <summary>An agent without its history.</summary>
    public static Response<Agent> Find(string id, ApiRequest request, AgentDirectory directory) =>
        request.Check(new GetAgent { AgentId = id }, AgentCommands.Fields) is { } problem ? problem
        : directory.Find(id) is { } agent ? agent
        : Problem.AgentNotFound(id);

    public static async Task<Results<Response<AgentDetails>, StatusCodeHttpResult>> GetAsync(
        string id,
        [FromQuery(Name = "history_limit"), Description("How many entries of its history."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 500, Default = Defaults.HistoryLimit)] string? historyLimit,
        HttpContext context,
        ApiRequest request,
        AgentDirectory directory,
        IPresence presence,
        AgentSummaries summaries,
        DegradedReads degraded)
    {
        var query = new GetAgent { AgentId = id, HistoryLimit = request.Text.Whole(historyLimit, "history_limit", Defaults.HistoryLimit) };
        if (request.Check(query, AgentCommands.Fields) is { } invalid)
        {
            return (Response<AgentDetails>)invalid;
        }

        if (directory.Find(id) is not { } agent)
        {
            return (Response<AgentDetails>)Problem.AgentNotFound(id);
        }

        if (EntityTag.IsHeldBy(context.Request, agent.Revision))
        {
            context.Response.Headers.ETag = EntityTag.Of(agent.Revision);
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        // Both stores are asked at once; only the responses are looked at one after the other.
        var reading = presence.AddHeartbeatAsync(agent, context.RequestAborted);
        var summary = await summaries.ReadAsync(query, context);
        var details = Details(await degraded.OrElseAsync(reading, agent, AgentPresence.Part, context), summary);

        // A browser would keep the page for its tag, and go on showing the old history: that moves on while the tag stays.
        return Response<AgentDetails>.Of(details).WithETag(_ => agent.Revision).NotStored();
    }

    /// <summary>An agent's health, with its reason.</summary>
    public static async Task<Response<AgentHealthReport>> GetHealthAsync(
        string id, HttpContext context, ApiRequest request, AgentDirectory directory, IPresence presence, DegradedReads degraded)
    {
        var found = Find(id, request, directory);
        return found.Value is { } agent ? await presence.ReportAsync(agent, degraded, context) : found.Problem!;
    }

    /// <summary>A page of agents.</summary>
    public static Results<AgentPageResult, Problem> ListPage(
        AgentListParameters parameters, AgentScope scope, ApiRequest request, AgentDirectory directory, int defaultLimit)
    {
        var query = parameters.Read(scope, request, defaultLimit);
        return request.Check(query, AgentListParameters.Fields) is { } problem ? problem : new AgentPageResult(directory.List(query));
    }

    private static Results<AgentPageResult, Problem> List([AsParameters] AgentListParameters parameters, AgentScope scope, ApiRequest request, AgentDirectory directory) =>
        ListPage(parameters, scope, request, directory, Defaults.PageSize);

    private static AgentDetails Details(Agent agent, ActivitySummary summary) => new(agent)
    {
        ExecutionHistory = summary.History,
        SuccessRate = summary.Metrics.SuccessRate,
        AvgDurationMs = summary.Metrics.AvgDurationMs,
        Metrics = summary.Metrics,
    };
}

/// <summary>What an agent's last heartbeat adds to what is known of it.</summary>
internal static class AgentPresence
{
    /// <summary>What <see cref="DegradedReads.Header"/> calls it.</summary>
    public const string Part = "presence";

    public static async Task<Agent> AddHeartbeatAsync(this IPresence presence, Agent agent, CancellationToken cancellationToken) =>
        agent.With((await presence.ReadAsync([agent.Id], cancellationToken)).GetValueOrDefault(agent.Id));

    /// <summary>An agent's health; while presence is unavailable, without its last heartbeat.</summary>
    public static Task<AgentHealthReport> ReportAsync(this IPresence presence, Agent agent, DegradedReads degraded, HttpContext context) =>
        degraded.OrElseAsync(
            ReportAsync(presence, agent, context.RequestAborted), agent.ToHealthReport(null) with { LeaseExpiresAt = null }, Part, context);

    private static async Task<AgentHealthReport> ReportAsync(IPresence presence, Agent agent, CancellationToken cancellationToken) =>
        agent.ToHealthReport((await presence.ReadAsync([agent.Id], cancellationToken)).GetValueOrDefault(agent.Id));
}
