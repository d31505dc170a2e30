using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>
/// What a fleet does, as a pure function of its size, its pace and a seed: moment after moment, each with the time at which it is
/// due. Agents live on hosts, and a host speaks for all of its agents at once. A task begins, and ends in one of three ways.
/// </summary>
/// <param name="agents">How many agents.</param>
/// <param name="beatsPerSecond">Heartbeats a second of all together; 0: none.</param>
/// <param name="stepsPerSecond">Activities a second of all together; 0: none.</param>
/// <param name="seed">The same seed gives the same life.</param>
internal sealed class FleetLife(int agents, double beatsPerSecond, double stepsPerSecond, int seed)
{
    public const int HostSize = 100;

    // Repeatable, and nothing that anybody might want to guess.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private readonly int[] _activeTasks = new int[agents];
    private readonly bool[] _toldStatus = new bool[agents];
    private readonly PriorityQueue<FleetTask, TimeSpan> _running = new();
    private int _tasks;

    /// <summary>Without end, in the order in which they are due.</summary>
    public IEnumerable<Moment> Moments()
    {
        var (beats, steps, host) = (0L, 0L, 0);
        var hosts = ((agents - 1) / HostSize) + 1;
        while (beatsPerSecond > 0 || stepsPerSecond > 0)
        {
            var (beatDue, stepDue) = (DueAt(beats, beatsPerSecond), DueAt(steps, stepsPerSecond));
            if (stepDue < beatDue)
            {
                steps++;
                yield return Step(stepDue);
            }
            else
            {
                var first = host * HostSize;
                var count = Math.Min(HostSize, agents - first);
                beats += count;
                host = (host + 1) % hosts;
                yield return new HostBeats(beatDue, [.. Enumerable.Range(first, count).Select(Beat)]);
            }
        }
    }

    private static TimeSpan DueAt(long index, double perSecond) =>
        perSecond > 0 && index / perSecond < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(index / perSecond) : TimeSpan.MaxValue;

    private Beat Beat(int agent)
    {
        var tasks = _activeTasks[agent];
        return new Beat(agent, Told(agent), tasks, Math.Round(Math.Min(1, (tasks * 0.3) + (Draw() * 0.2)), 2));
    }

    /// <summary>Most heartbeats say no status; now and then one does, and the next one of that agent says that all is well again.</summary>
    private AgentStatus? Told(int agent)
    {
        if (_toldStatus[agent])
        {
            _toldStatus[agent] = false;
            return AgentStatus.Idle;
        }

        if (Draw() >= 0.02)
        {
            return null;
        }

        _toldStatus[agent] = true;
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
            return new TaskStep(due, task.Agent, task.Number, task.Ends, (long)task.Lasts.TotalMilliseconds);
        }

        task = Begin();
        _running.Enqueue(task, due + task.Lasts);
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
        var lasts = ends == ActivityStatus.Timeout ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(50 * Math.Pow(100, Draw()));
        return new FleetTask(agent, ++_tasks, ends, lasts);
    }

#pragma warning disable CA5394
    private double Draw() => _random.NextDouble();
#pragma warning restore CA5394

    private sealed record FleetTask(int Agent, int Number, ActivityStatus Ends, TimeSpan Lasts);
}

/// <summary>Something that the fleet does.</summary>
/// <param name="Due">When, from the beginning of its life.</param>
internal abstract record Moment(TimeSpan Due);

/// <summary>A host says that its agents are alive.</summary>
internal sealed record HostBeats(TimeSpan Due, IReadOnlyList<Beat> Beats) : Moment(Due);

/// <summary>One of them, with what it says of itself.</summary>
internal sealed record Beat(int Agent, AgentStatus? Status, int ActiveTasks, double Load);

/// <summary>An agent begins a task or ends it.</summary>
internal sealed record TaskStep(TimeSpan Due, int Agent, int Task, ActivityStatus Status, long? DurationMs) : Moment(Due);
