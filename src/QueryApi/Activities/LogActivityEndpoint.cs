using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Activities;

internal static class LogActivityEndpoint
{
    public static async Task<Results<Ok<ActivityResponse>, Problem>> HandleAsync(
        Body<ActivityBody> body,
        IdempotencyKey key,
        HttpContext context,
        RegisteredAgents registered,
        IRequestClient<ActivityLogged> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var activity = body.Value.ToActivity(key, now);
        var faults = MessageRules.Check(activity, commands.Limits, now);

        // On the bus an activity may come before its agent is registered; a caller who waits for the answer is better told.
        if (faults.Count == 0 && await registered.FindAsync(activity.AgentId, context.RequestAborted) is null)
        {
            return Problem.AgentNotFound(activity.AgentId);
        }

        var (accepted, problem, seen) = await commands.SendAsync<ActivityLogged, ActivityAccepted>(
            worker, activity, faults, FieldNames.AsTheyAre, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(ActivityResponse.Of(accepted, seen));
    }
}

/// <summary>An activity as it is sent over HTTP.</summary>
internal sealed record ActivityBody
{
    /// <summary>Who did it. Required.</summary>
    public TextOrNumber? AgentId { get; init; }

    /// <summary>The task, in the agent's own numbering; 1–256 characters, or a whole number. Required.</summary>
    public TextOrNumber? TaskId { get; init; }

    /// <summary>What became of it. Required.</summary>
    public ActivityStatus? Status { get; init; }

    /// <summary>What came out, up to 1 MiB.</summary>
    public string? Output { get; init; }

    /// <summary>What went wrong, up to 1 MiB.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds. Absent: not measured; then it does not count in averages.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Identifies the activity: a second one of the same id has no effect. Absent: from the Idempotency-Key, else new.</summary>
    public Guid? ActivityId { get; init; }

    /// <summary>When it happened. Absent: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The project it was done for. Absent: the agent's.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project's name for people.</summary>
    public string? ProjectName { get; init; }

    /// <summary>What the task was, in plain words; up to 1,024 characters.</summary>
    public string? Description { get; init; }

    public ActivityLogged ToActivity(IdempotencyKey key, DateTimeOffset now) => new()
    {
        ActivityId = ActivityId ?? key.MessageId("activity " + AgentId?.Text, now),
        OccurredAt = OccurredAt ?? now,
        AgentId = AgentId?.Text ?? "",
        TaskId = TaskId?.Text ?? "",
        Status = Status,
        Output = Output,
        Error = Error,
        DurationMs = DurationMs,
        ProjectId = ProjectId,
        ProjectName = ProjectName,
        Description = Description,
    };
}

/// <summary>The activity is committed.</summary>
internal sealed record ActivityResponse
{
    /// <summary>Always <c>success</c>: what became of the request, not of the task.</summary>
    public required string Status { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Who did it.</summary>
    public required string AgentId { get; init; }

    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>True when the memory store has it already; false when it gets it later.</summary>
    public required bool StoredInMemoryMcp { get; init; }

    /// <summary>True when every live client of this process has been sent it; false when that follows in a moment.</summary>
    public required bool BroadcastedViaWebsocket { get; init; }

    /// <summary>Which activity.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>Its revision in the feed; 0 for a duplicate.</summary>
    public required long Revision { get; init; }

    /// <summary>True when it was here before: this one had no effect.</summary>
    public required bool Duplicate { get; init; }

    /// <summary>True when that one says something else than this one, times apart: it was kept, and this one's id should have been another.</summary>
    public required bool Reused { get; init; }

    public static ActivityResponse Of(ActivityAccepted accepted, bool seen) => new()
    {
        Status = "success",
        Message = accepted.Duplicate ? "Agent activity was logged before" : "Agent activity logged successfully",
        AgentId = accepted.AgentId,
        TaskId = accepted.TaskId,
        StoredInMemoryMcp = accepted.StoredInMemory,
        BroadcastedViaWebsocket = seen || accepted.Duplicate,
        ActivityId = accepted.ActivityId,
        Revision = accepted.Revision,
        Duplicate = accepted.Duplicate,
        Reused = accepted.Reused,
    };
}
