using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Makes messages of the fleet's actions, with the texts of its catalogue.</summary>
/// <param name="agents">The fleet.</param>
/// <param name="startedAt">When it started; also distinguishes the tasks of two runs.</param>
internal sealed class FleetMessages(IReadOnlyList<RegisterAgent> agents, DateTimeOffset startedAt)
{
    public HeartbeatBatch Of(HostHeartbeats host, DateTimeOffset now) => new()
    {
        SentAt = now,
        Heartbeats =
        [
            .. host.Heartbeats.Select(heartbeat => new Heartbeat
            {
                AgentId = agents[heartbeat.Agent].AgentId,
                Status = heartbeat.Status,
                ActiveTasks = heartbeat.ActiveTasks,
                Load = heartbeat.Load,
                UptimeSeconds = Math.Floor((now - startedAt).TotalSeconds),
            }),
        ],
    };

    /// <summary>Made once for each step: resent, it keeps its id, and so counts once.</summary>
    public ActivityLogged Of(TaskStep step, DateTimeOffset now)
    {
        var agent = agents[step.Agent];
        var capability = agent.Capabilities.Count > 0 ? agent.Capabilities[step.Task % agent.Capabilities.Count] : null;
        return new ActivityLogged
        {
            ActivityId = Guid.CreateVersion7(now),
            OccurredAt = now,
            AgentId = agent.AgentId,
            TaskId = $"{startedAt:yyyyMMddTHHmmss}-{step.Task}",
            Status = step.Status,
            DurationMs = step.DurationMs,
            Description = CleanText.Text($"{agent.Name}: {capability?.Name ?? "a task"}", 1_024),
            Output = step.Status == ActivityStatus.Success ? capability?.Description ?? agent.Description ?? "done" : null,
            Error = step.Status switch
            {
                ActivityStatus.Failed => "The tool failed: 502 Bad Gateway",
                ActivityStatus.Timeout => $"No response within {step.DurationMs} ms",
                _ => null,
            },
        };
    }
}
