using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Heartbeats;

/// <summary>Heartbeats, one at a time or of a whole host.</summary>
internal static class HeartbeatEndpoints
{
    public static void MapHeartbeats(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Heartbeats").AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/agents/{id}/heartbeat", SendAsync)
            .WithName("SendHeartbeat")
            .WithMetadata(AgentScope.Header)
            .WithSummary("Report that an agent is alive")
            .WithDescription("The body may be left out. The response comes when the broker has confirmed the heartbeat. 410: not registered (any more), register again.")
            .Accepts<HeartbeatBody>(isOptional: true, JsonBody.ContentType, JsonBody.AnyContentType)
            .AnswersProblems(StatusCodes.Status410Gone, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/heartbeats", SendManyAsync)
            .WithName("SendHeartbeats")
            .WithSummary("Report that up to 1,000 agents are alive")
            .WithDescription("For a host that runs many agents. Those that are not registered are named, and do not harm the others.");
    }

    /// <summary>The hottest path of the API: nothing in it waits but the broker's confirm, which many share.</summary>
    public static async Task<Results<HeartbeatResult, Problem>> SendAsync(
        string id, HttpContext context, AgentDirectory directory, RegisteredAgents registered, HeartbeatPublisher publisher, TimeProvider time, Limits limits)
    {
        var heartbeat = new Heartbeat { AgentId = id };
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.ContentLength != 0)
        {
            var (body, unreadable) = await JsonBody.ReadAsync<HeartbeatBody>(context, isOptional: true);
            if (unreadable is not null)
            {
                return unreadable;
            }

            heartbeat = body?.ToHeartbeat(id) ?? heartbeat;
            if (body is not null && ProblemOf(heartbeat, context, limits, time.GetUtcNow()) is { } invalid)
            {
                return invalid;
            }
        }

        var scope = AgentScope.Of(context);
        if (context.Features.Get<ApiRequest>()?.Problem() is { } problem)
        {
            return problem;
        }

        // An agent that the replica knows has its response ready made.
        if (directory.Find(id) is { } agent)
        {
            if (!scope.Covers(agent.Workspace))
            {
                return Problem.NotRegistered(id);
            }

            await publisher.PublishAsync(heartbeat, context.RequestAborted);
            return HeartbeatResult.Of(agent);
        }

        if (await registered.FindAsync(id, context.RequestAborted) is not { } lease || !scope.Covers(lease.Workspace))
        {
            return ApiRequest.Of(context).Check(new GetAgent { AgentId = id }, AgentCommands.Fields) ?? Problem.NotRegistered(id);
        }

        await publisher.PublishAsync(heartbeat, context.RequestAborted);
        return HeartbeatResult.Of(id, lease);
    }

    private static Problem? ProblemOf(Heartbeat heartbeat, HttpContext context, Limits limits, DateTimeOffset now)
    {
        var broken = MessageRules.Check(heartbeat.SentAt == default ? heartbeat with { SentAt = now } : heartbeat, limits, now);
        if (broken.Count > 0)
        {
            ApiRequest.Of(context).Add(AgentCommands.Fields.OfRequest(broken));
        }

        return context.Features.Get<ApiRequest>()?.Problem();
    }

    private static async Task<Response<HeartbeatsAccepted>> SendManyAsync(
        Body<HeartbeatBatchBody> body, ApiRequest request, RegisteredAgents registered, HeartbeatPublisher publisher)
    {
        var batch = body.Value.ToBatch(request.Now);
        if (request.Check(batch, FieldNames.Unchanged) is { } invalid)
        {
            return invalid;
        }

        // All at once: those that the replica does not know are then one query to the tables.
        var leases = await Task.WhenAll(batch.Heartbeats.Select(heartbeat => registered.FindAsync(heartbeat.AgentId, request.Aborted).AsTask()));
        List<Heartbeat> known = [.. batch.Heartbeats.Where((_, index) => leases[index] is not null)];
        if (known.Count > 0)
        {
            await publisher.PublishAsync(batch with { Heartbeats = known }, request.Aborted);
        }

        return new HeartbeatsAccepted
        {
            Accepted = known.Count,
            NotRegistered = [.. batch.Heartbeats.Where((_, index) => leases[index] is null).Select(heartbeat => heartbeat.AgentId)],
        };
    }
}

/// <summary>What a heartbeat may say beside that the agent is alive.</summary>
internal record HeartbeatBody
{
    /// <summary>The agent's status. Absent: as it was.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>Tasks in hand, 0 or more.</summary>
    public int? ActiveTasks { get; init; }

    /// <summary>Load between 0 and 1.</summary>
    public double? Load { get; init; }

    /// <summary>Seconds since the agent started.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>When the agent's process started, by its own clock; a heartbeat of an earlier start changes nothing.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the agent sent it, by its own clock; one that was sent before the last changes nothing. Absent: when it came in.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public Heartbeat ToHeartbeat(string agentId) => new()
    {
        AgentId = agentId,
        SentAt = SentAt ?? default,
        StartedAt = StartedAt,
        Status = Status,
        ActiveTasks = ActiveTasks,
        Load = Load,
        UptimeSeconds = UptimeSeconds,
    };
}

/// <summary>The heartbeats of the agents that one host runs.</summary>
internal sealed record HeartbeatBatchBody
{
    /// <summary>When it was sent; holds for every heartbeat that names no time of its own. Absent: when it came in.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>1–1,000 heartbeats.</summary>
    [Required]
    public IReadOnlyList<HeartbeatOfBatch>? Heartbeats { get; init; }

    public HeartbeatBatch ToBatch(DateTimeOffset now) => new()
    {
        SentAt = SentAt ?? now,
        Heartbeats = [.. (Heartbeats ?? []).Select(heartbeat => heartbeat?.ToHeartbeat(heartbeat.AgentId?.Text ?? "")!)],
    };
}

/// <summary>A heartbeat of one of them.</summary>
internal sealed record HeartbeatOfBatch : HeartbeatBody
{
    /// <summary>Whose. Required.</summary>
    public TextOrNumber? AgentId { get; init; }
}
