using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Presence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Agents;

internal static class GetAgentEndpoint
{
    /// <summary>What the URL calls the fields of a message on one agent.</summary>
    public static readonly FieldNames Fields = new(("agentId", "id"));

    public static async Task<Results<Ok<AgentDetails>, StatusCodeHttpResult, Problem>> HandleAsync(
        string id,
        [FromQuery(Name = "history_limit"), Description("How many entries of its history."), DocumentedQuery(typeof(int), Least = 1, Most = 500, Default = Defaults.HistoryLimit)] string? historyLimit,
        HttpContext context,
        AgentDirectory directory,
        IPresence presence,
        AgentSummaries recaps,
        DegradedReads degraded,
        Limits limits)
    {
        var text = new QueryText();
        var query = new GetAgent { AgentId = id, HistoryLimit = text.Whole(historyLimit, "historyLimit", Defaults.HistoryLimit) };
        var faults = MessageRules.Check(query, limits);
        if (text.Faults.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. text.Faults, .. faults], Fields);
        }

        if (directory.Find(id) is not { } agent)
        {
            return Problem.AgentNotFound(id);
        }

        context.Response.Headers.ETag = EntityTag.Of(agent.Revision);

        // A browser would keep the page for its tag, and go on showing the old history: that moves on while the tag stays.
        context.Response.Headers.CacheControl = "no-store";
        if (EntityTag.IsHeldBy(context.Request, agent.Revision))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        // Both stores are asked at once; only the answers are looked at one after the other.
        var reading = presence.AddBeatAsync(agent, context.RequestAborted);
        var recap = await recaps.ReadAsync(query, context);
        return TypedResults.Ok(Details(await degraded.OrElseAsync(reading, agent, AgentPresence.Part, context), recap));
    }

    private static AgentDetails Details(Agent agent, ActivitySummary recap) => new(agent)
    {
        ExecutionHistory = recap.History,
        SuccessRate = recap.Metrics.SuccessRate,
        AvgDurationMs = recap.Metrics.AvgDurationMs,
        Metrics = recap.Metrics,
    };
}
