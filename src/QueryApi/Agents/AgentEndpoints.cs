using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>Everything under <c>/api/v1/agents</c> that is about agents themselves.</summary>
internal static class AgentEndpoints
{
    public static RouteGroupBuilder MapAgents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/agents").WithTags("Agents").RefuseUnreadable().Scoped().AnswersProblems(StatusCodes.Status400BadRequest);

        group.MapGet("", ListAgentsEndpoint.Handle)
            .WithName("ListAgents")
            .WithSummary("List agents")
            .WithDescription("The agents that pass every filter given, by id. For deep pages pass next_cursor on as cursor instead of raising offset.");
        group.MapGet("/{id}", GetAgentEndpoint.HandleAsync)
            .WithName("GetAgent")
            .WithSummary("Get an agent with its history and metrics")
            .WithDescription(
                "The ETag stands for the agent's own record: history, metrics and heartbeats move on without it. While a store is away "
                + "the answer has what is left, and the header X-Registry-Degraded names what is not (history, presence).")
            .Produces(StatusCodes.Status304NotModified)
            .AnswersProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/health", GetAgentHealthEndpoint.HandleAsync)
            .WithName("GetAgentHealth")
            .WithSummary("Get an agent's health and its reason")
            .WithDescription("What the registry concludes from the agent's heartbeats and reported status.")
            .AnswersProblems(StatusCodes.Status404NotFound);

        var commands = group.MapGroup("").AnswersProblems(StatusCodes.Status503ServiceUnavailable);
        commands.MapPost("", RegisterAgentEndpoint.HandleAsync)
            .WithName("RegisterAgent")
            .WithSummary("Register an agent or bring its registration up to date")
            .WithDescription("The whole registration is sent each time: what is left out is gone. 201 for a new agent, 200 for a known one.")
            .AnswersProblems(StatusCodes.Status409Conflict);
        commands.MapPost("/bulk", RegisterAgentsEndpoint.HandleAsync)
            .WithName("RegisterAgents")
            .WithSummary("Register up to 1,000 agents at once")
            .WithDescription("Each agent has its own outcome, in the order of the request; a faulty one does not harm the others.");
        commands.MapPut("/{id}/capabilities", UpdateCapabilitiesEndpoint.HandleAsync)
            .WithName("UpdateAgentCapabilities")
            .WithSummary("Replace an agent's capabilities")
            .WithDescription("An empty list takes all away. With If-Match, only if the agent has not changed since.")
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        commands.MapPatch("/{id}/status", ChangeStatusEndpoint.HandleOneAsync)
            .WithName("ChangeAgentStatus")
            .WithSummary("Set an agent's status, switch it on or off, drain it")
            .WithDescription("What is left out stays as it is. Status offline is the graceful leave. With If-Match, only if the agent has not changed since.")
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        commands.MapPatch("/status", ChangeStatusEndpoint.HandleManyAsync)
            .WithName("ChangeAgentsStatus")
            .WithSummary("The same for up to 1,000 agents at once")
            .WithDescription("Each agent has its own outcome, in the order of the request; one that is not registered does not harm the others.");
        commands.MapDelete("/{id}", DeleteAgentEndpoint.HandleAsync)
            .WithName("DeleteAgent")
            .WithSummary("Remove an agent")
            .WithDescription("It is gone from every store and index; its history stays until retention ends. With If-Match, only if it has not changed since.")
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        return group;
    }
}
