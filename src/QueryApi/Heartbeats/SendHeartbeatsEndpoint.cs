using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Heartbeats;

internal static class SendHeartbeatsEndpoint
{
    public static async Task<Results<Ok<HeartbeatsAccepted>, Problem>> HandleAsync(
        Body<HeartbeatBatchBody> body, HttpContext context, RegisteredAgents registered, HeartbeatPublisher publisher, TimeProvider time, Limits limits)
    {
        var now = time.GetUtcNow();
        var batch = body.Value.ToBatch(now);
        var faults = MessageRules.Check(batch, limits, now);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var known = new List<Heartbeat>(batch.Heartbeats.Count);
        var unknown = new List<string>();
        foreach (var (beat, promise) in await FindAllAsync(batch.Heartbeats, registered, context.RequestAborted))
        {
            if (promise is not null)
            {
                known.Add(beat);
            }
            else
            {
                unknown.Add(beat.AgentId);
            }
        }

        if (known.Count > 0)
        {
            await publisher.PublishAsync(batch with { Heartbeats = known }, context.RequestAborted);
        }

        return TypedResults.Ok(new HeartbeatsAccepted { Accepted = known.Count, NotRegistered = unknown });
    }

    /// <summary>All at once: those that the replica does not know are then one question to the tables.</summary>
    private static Task<(Heartbeat Beat, Promise? Promise)[]> FindAllAsync(
        IReadOnlyList<Heartbeat> beats, RegisteredAgents registered, CancellationToken cancellationToken) =>
        Task.WhenAll(beats.Select(async beat => (beat, await registered.FindAsync(beat.AgentId, cancellationToken))));
}

/// <summary>The heartbeats of the agents that one host runs.</summary>
internal sealed record HeartbeatBatchBody
{
    /// <summary>When it was sent; holds for every heartbeat that names no time of its own. Absent: when it came in.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>1–1,000 heartbeats.</summary>
    public IReadOnlyList<HeartbeatOfBatch>? Heartbeats { get; init; }

    public HeartbeatBatch ToBatch(DateTimeOffset now) => new()
    {
        SentAt = SentAt ?? now,
        Heartbeats = [.. (Heartbeats ?? []).Select(beat => beat?.ToHeartbeat(beat.AgentId?.Text ?? "")!)],
    };
}

/// <summary>A heartbeat of one of them.</summary>
internal sealed record HeartbeatOfBatch : HeartbeatBody
{
    /// <summary>Whose. Required.</summary>
    public TextOrNumber? AgentId { get; init; }
}
