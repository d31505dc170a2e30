using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Heartbeats;

/// <summary>The hottest path of the API: nothing in it waits but the broker's confirm, which many share.</summary>
internal static class SendHeartbeatEndpoint
{
    public static async Task<Results<HeartbeatResult, Problem>> HandleAsync(
        string id, HttpContext context, AgentDirectory directory, RegisteredAgents registered, HeartbeatPublisher publisher, TimeProvider time, Limits limits)
    {
        var beat = new Heartbeat { AgentId = id };
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.ContentLength != 0)
        {
            var (body, problem) = await JsonBody.ReadAsync<HeartbeatBody>(context.Request, context.RequestAborted);
            if (body is null)
            {
                return problem!;
            }

            beat = body.ToHeartbeat(id);
            var now = time.GetUtcNow();
            var faults = MessageRules.Check(beat.SentAt == default ? beat with { SentAt = now } : beat, limits, now);
            if (faults.Count > 0)
            {
                return Problem.Invalid(faults, GetAgentEndpoint.Fields);
            }
        }

        var scope = AgentScope.Of(context);
        if (scope.Problem is { } invalid)
        {
            return invalid;
        }

        // An agent that the replica knows has its answer ready made.
        if (directory.Find(id) is { } agent)
        {
            if (!scope.Covers(agent.Workspace))
            {
                return Problem.NotRegistered(id);
            }

            await publisher.PublishAsync(beat, context.RequestAborted);
            return HeartbeatResult.Of(agent);
        }

        if (await registered.FindAsync(id, context.RequestAborted) is not { } promise || !scope.Covers(promise.Workspace))
        {
            return AgentIds.ProblemOf(id, limits) ?? Problem.NotRegistered(id);
        }

        await publisher.PublishAsync(beat, context.RequestAborted);
        return HeartbeatResult.Of(id, promise);
    }
}
