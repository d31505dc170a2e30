using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>What was sent, and with what result. Thread-safe.</summary>
internal sealed class Ledger(IReadOnlyList<RegisterAgent> agents)
{
    private long _heartbeatsAccepted;
    private long _heartbeatsRefused;
    private long _heartbeatsWithoutResponse;
    private long _activitiesAccepted;
    private long _resent;
    private volatile string? _lastError;

    /// <summary>One account for each agent, in the order of the fleet.</summary>
    public IReadOnlyList<AgentAccount> Accounts { get; } = [.. agents.Select(agent => new AgentAccount(agent))];

    /// <summary>Accepted heartbeats.</summary>
    public long HeartbeatsAccepted => Interlocked.Read(ref _heartbeatsAccepted);

    /// <summary>Heartbeats of agents that are not registered.</summary>
    public long HeartbeatsRefused => Interlocked.Read(ref _heartbeatsRefused);

    /// <summary>Heartbeats without a response. They are not resent: the next one replaces them.</summary>
    public long HeartbeatsWithoutResponse => Interlocked.Read(ref _heartbeatsWithoutResponse);

    public long ActivitiesAccepted => Interlocked.Read(ref _activitiesAccepted);

    /// <summary>How often a message was resent because there was no response.</summary>
    public long Resent => Interlocked.Read(ref _resent);

    /// <summary>The last error.</summary>
    public string? LastError => _lastError;

    public void CountResent(string? reason)
    {
        Interlocked.Increment(ref _resent);
        _lastError = reason ?? _lastError;
    }

    public void Registered(int agent, Receipt receipt)
    {
        var account = Accounts[agent];
        account.Refusal = receipt.Outcome == SendOutcome.Accepted
            ? receipt.RefusedAgents.GetValueOrDefault(account.Registration.AgentId)
            : $"{(receipt.Outcome == SendOutcome.Refused ? "was refused" : "was not confirmed")}: {receipt.Reason}";
        account.IsRegistered = account.Refusal is null;
        _lastError = account.Refusal ?? _lastError;
    }

    public void Heartbeat(HostHeartbeats host, Receipt receipt)
    {
        if (receipt.Outcome != SendOutcome.Accepted)
        {
            Interlocked.Add(ref receipt.Outcome == SendOutcome.Refused ? ref _heartbeatsRefused : ref _heartbeatsWithoutResponse, host.Heartbeats.Count);
            _lastError = receipt.Reason;
            return;
        }

        foreach (var account in host.Heartbeats.Select(heartbeat => Accounts[heartbeat.Agent]))
        {
            if (receipt.RefusedAgents.TryGetValue(account.Registration.AgentId, out var reason))
            {
                Interlocked.Increment(ref _heartbeatsRefused);
                _lastError = $"{account.Registration.AgentId} {reason}";
            }
            else
            {
                Interlocked.Increment(ref _heartbeatsAccepted);
                account.HasHeartbeat = true;
            }
        }
    }

    public void Logged(TaskStep step, Receipt receipt)
    {
        var account = Accounts[step.Agent];
        switch (receipt.Outcome)
        {
            case SendOutcome.Accepted:
                account.Accepted.Add(step.Status);
                Interlocked.Increment(ref _activitiesAccepted);
                break;
            case SendOutcome.NoResponse:
                account.WithoutResponse.Add(step.Status);
                break;
            default:
                account.Refusal ??= $"an activity was refused: {receipt.Reason}";
                break;
        }
    }
}

/// <summary>What was sent of one agent.</summary>
internal sealed class AgentAccount(RegisterAgent registration)
{
    private volatile bool _hasHeartbeat;

    public RegisterAgent Registration => registration;

    /// <summary>True once the registration was accepted.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>Why the registration, or an activity, was refused.</summary>
    public string? Refusal { get; set; }

    /// <summary>True once a heartbeat was accepted.</summary>
    public bool HasHeartbeat { get => _hasHeartbeat; set => _hasHeartbeat = value; }

    /// <summary>The agent in the registry before the schedule; null when the fleet was stopped before.</summary>
    public AgentView? Before { get; set; }

    /// <summary>Accepted activities: the registry must have them.</summary>
    public ActivityCounts Accepted { get; } = new();

    /// <summary>Activities without a response: the registry may have them.</summary>
    public ActivityCounts WithoutResponse { get; } = new();
}

/// <summary>How many activities there are of each status.</summary>
internal sealed class ActivityCounts
{
    public static readonly ActivityStatus[] Statuses = Enum.GetValues<ActivityStatus>();

    private readonly long[] _counts = new long[Statuses.Length];

    public long this[ActivityStatus status] => Interlocked.Read(ref _counts[(int)status]);

    public static ActivityCounts Of(AgentMetrics metrics)
    {
        var counts = new ActivityCounts();
        counts._counts[(int)ActivityStatus.Running] = metrics.Started;
        counts._counts[(int)ActivityStatus.Success] = metrics.Succeeded;
        counts._counts[(int)ActivityStatus.Failed] = metrics.Failed;
        counts._counts[(int)ActivityStatus.Timeout] = metrics.TimedOut;
        return counts;
    }

    public void Add(ActivityStatus status) => Interlocked.Increment(ref _counts[(int)status]);
}
