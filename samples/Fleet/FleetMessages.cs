using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Puts what the fleet does into messages, in the words of its catalogue.</summary>
/// <param name="agents">The fleet.</param>
/// <param name="startedAt">When it started; also keeps the tasks of two runs apart.</param>
internal sealed class FleetMessages(IReadOnlyList<RegisterAgent> agents, DateTimeOffset startedAt)
{
    public HeartbeatBatch Of(HostBeats host, DateTimeOffset now) => new()
    {
        SentAt = now,
        Heartbeats =
        [
            .. host.Beats.Select(beat => new Heartbeat
            {
                AgentId = agents[beat.Agent].AgentId,
                Status = beat.Status,
                ActiveTasks = beat.ActiveTasks,
                Load = beat.Load,
                UptimeSeconds = Math.Floor((now - startedAt).TotalSeconds),
            }),
        ],
    };

    /// <summary>Made once for each step: sent again, it keeps its id, and so counts once.</summary>
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
            Description = Tidy.Text($"{agent.Name}: {capability?.Name ?? "a task"}", 1_024),
            Output = step.Status == ActivityStatus.Success ? capability?.Description ?? agent.Description ?? "done" : null,
            Error = step.Status switch
            {
                ActivityStatus.Failed => "The tool answered with an error: 502 Bad Gateway",
                ActivityStatus.Timeout => $"No answer within {step.DurationMs} ms",
                _ => null,
            },
        };
    }
}
