using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>
/// The actions of a fleet, as a pure function of its size, its rates and a seed: each with the time at which it is due. Agents run on
/// hosts, and a host sends the heartbeats of all of its agents at once. A task starts, and ends in one of three ways.
/// </summary>
/// <param name="agents">How many agents.</param>
/// <param name="beatsPerSecond">Heartbeats per second of all agents together; 0: none.</param>
/// <param name="stepsPerSecond">Activities per second of all agents together; 0: none.</param>
/// <param name="seed">The same seed gives the same schedule.</param>
internal sealed class FleetSchedule(int agents, double heartbeatsPerSecond, double stepsPerSecond, int seed)
{
    public const int HostSize = 100;

    // Repeatable, and not a secret.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private readonly int[] _activeTasks = new int[agents];
    private readonly bool[] _hasReported = new bool[agents];
    private readonly PriorityQueue<FleetTask, TimeSpan> _running = new();
    private int _tasks;

    /// <summary>Infinite, in the order in which they are due.</summary>
    public IEnumerable<FleetAction> Actions()
    {
        var (heartbeats, steps, host) = (0L, 0L, 0);
        var hosts = ((agents - 1) / HostSize) + 1;
        while (heartbeatsPerSecond > 0 || stepsPerSecond > 0)
        {
            var (heartbeatDue, stepDue) = (DueAt(heartbeats, heartbeatsPerSecond), DueAt(steps, stepsPerSecond));
            if (stepDue < heartbeatDue)
            {
                steps++;
                yield return Step(stepDue);
            }
            else
            {
                var first = host * HostSize;
                var count = Math.Min(HostSize, agents - first);
                heartbeats += count;
                host = (host + 1) % hosts;
                yield return new HostHeartbeats(heartbeatDue, [.. Enumerable.Range(first, count).Select(HeartbeatOf)]);
            }
        }
    }

    private static TimeSpan DueAt(long index, double perSecond) =>
        perSecond > 0 && index / perSecond < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(index / perSecond) : TimeSpan.MaxValue;

    private AgentHeartbeat HeartbeatOf(int agent)
    {
        var tasks = _activeTasks[agent];
        return new AgentHeartbeat(agent, ReportedStatus(agent), tasks, Math.Round(Math.Min(1, (tasks * 0.3) + (Draw() * 0.2)), 2));
    }

    /// <summary>Most heartbeats have no status; occasionally one has, and the next one of that agent reports idle again.</summary>
    private AgentStatus? ReportedStatus(int agent)
    {
        if (_hasReported[agent])
        {
            _hasReported[agent] = false;
            return AgentStatus.Idle;
        }

        if (Draw() >= 0.02)
        {
            return null;
        }

        _hasReported[agent] = true;
        return Draw() switch
        {
            < 0.5 => AgentStatus.Active,
            < 0.8 => AgentStatus.Busy,
            _ => AgentStatus.Error,
        };
    }

    private TaskStep Step(TimeSpan due)
    {
        if (_running.TryPeek(out var task, out var end) && end <= due)
        {
            _running.Dequeue();
            _activeTasks[task.Agent]--;
            return new TaskStep(due, task.Agent, task.Number, task.Ends, (long)task.Duration.TotalMilliseconds);
        }

        task = Begin();
        _running.Enqueue(task, due + task.Duration);
        _activeTasks[task.Agent]++;
        return new TaskStep(due, task.Agent, task.Number, ActivityStatus.Running, null);
    }

    private FleetTask Begin()
    {
        var ends = Draw() switch
        {
            < 0.85 => ActivityStatus.Success,
            < 0.95 => ActivityStatus.Failed,
            _ => ActivityStatus.Timeout,
        };

        // A few agents do most of the work, and a few tasks take most of the time.
        var agent = (int)(agents * Math.Pow(Draw(), 2));
        var duration = ends == ActivityStatus.Timeout ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(50 * Math.Pow(100, Draw()));
        return new FleetTask(agent, ++_tasks, ends, duration);
    }

#pragma warning disable CA5394
    private double Draw() => _random.NextDouble();
#pragma warning restore CA5394

    private sealed record FleetTask(int Agent, int Number, ActivityStatus Ends, TimeSpan Duration);
}

/// <summary>An action of the fleet.</summary>
/// <param name="Due">When, from the start of the schedule.</param>
internal abstract record FleetAction(TimeSpan Due);

/// <summary>The heartbeats of a host's agents.</summary>
internal sealed record HostHeartbeats(TimeSpan Due, IReadOnlyList<AgentHeartbeat> Heartbeats) : FleetAction(Due);

/// <summary>The heartbeat of one agent.</summary>
internal sealed record AgentHeartbeat(int Agent, AgentStatus? Status, int ActiveTasks, double Load);

/// <summary>An agent starts or ends a task.</summary>
internal sealed record TaskStep(TimeSpan Due, int Agent, int Task, ActivityStatus Status, long? DurationMs) : FleetAction(Due);
