using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Activities;

/// <summary>What agents did.</summary>
internal static class ActivityEndpoints
{
    public static void MapActivities(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/agents/activity").WithTags("Activities")
        .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable)
        .MapPost("", LogAsync)
        .WithName("LogActivity")
        .WithSummary("Log what an agent did")
        .WithDescription(
            "The response comes when it is committed. The agent's status, last-active time and metrics follow, and every live client hears of it. "
            + "Sent again with the same activity_id or Idempotency-Key it has no second effect.");

    private static async Task<Response<ActivityResponse>> LogAsync(Body<ActivityBody> body, IdempotencyKey key, ApiRequest request, RegisteredAgents registered)
    {
        var activity = body.Value.ToActivity(key, request.Now);
        if (request.Check(activity, FieldNames.Unchanged) is { } invalid)
        {
            return invalid;
        }

        // On the bus an activity may come before its agent is registered; a caller who waits for the response is better told.
        if (await registered.FindAsync(activity.AgentId, request.Aborted) is null)
        {
            return Problem.AgentNotFound(activity.AgentId);
        }

        var response = await request.SendAsync<ActivityLogged, ActivityAccepted>(activity, FieldNames.Unchanged);
        return response.Map(accepted => ActivityResponse.Of(accepted, response.IsSeen));
    }
}

/// <summary>An activity as it is sent over HTTP.</summary>
internal sealed record ActivityBody
{
    /// <summary>Who did it. Required.</summary>
    [Required]
    public TextOrNumber? AgentId { get; init; }

    /// <summary>The task, in the agent's own numbering; 1–256 characters, or a whole number. Required.</summary>
    [Required]
    public TextOrNumber? TaskId { get; init; }

    /// <summary>What became of it. Required.</summary>
    [Required]
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

    /// <summary>True when the MCP memory server has it already; false when it gets it later, or there is none.</summary>
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
