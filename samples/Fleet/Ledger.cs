using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>What was sent, and what was answered. Kept from many threads at once.</summary>
internal sealed class Ledger(IReadOnlyList<RegisterAgent> agents)
{
    private long _beatsTaken;
    private long _beatsRefused;
    private long _beatsUnanswered;
    private long _activitiesTaken;
    private long _sentAgain;
    private volatile string? _trouble;

    /// <summary>An account for each agent, in the order of the fleet.</summary>
    public IReadOnlyList<AgentAccount> Accounts { get; } = [.. agents.Select(agent => new AgentAccount(agent))];

    /// <summary>Heartbeats that were answered, and count.</summary>
    public long BeatsTaken => Interlocked.Read(ref _beatsTaken);

    /// <summary>Heartbeats that were answered, and do not count: their agents are not registered.</summary>
    public long BeatsRefused => Interlocked.Read(ref _beatsRefused);

    /// <summary>Heartbeats without an answer. They are not sent again: the next one says the same.</summary>
    public long BeatsUnanswered => Interlocked.Read(ref _beatsUnanswered);

    public long ActivitiesTaken => Interlocked.Read(ref _activitiesTaken);

    /// <summary>How often a message was sent once more because no answer came.</summary>
    public long SentAgain => Interlocked.Read(ref _sentAgain);

    /// <summary>The last thing that went wrong on the way.</summary>
    public string? Trouble => _trouble;

    public void WasSentAgain(string? reason)
    {
        Interlocked.Increment(ref _sentAgain);
        _trouble = reason ?? _trouble;
    }

    public void Registered(int agent, Receipt receipt)
    {
        var account = Accounts[agent];
        account.Refusal = receipt.Outcome == SendOutcome.Taken
            ? receipt.RefusedAgents.GetValueOrDefault(account.Registration.AgentId)
            : $"{(receipt.Outcome == SendOutcome.Refused ? "was refused" : "was not confirmed")}: {receipt.Reason}";
        account.IsRegistered = account.Refusal is null;
        _trouble = account.Refusal ?? _trouble;
    }

    public void Beat(HostBeats host, Receipt receipt)
    {
        if (receipt.Outcome != SendOutcome.Taken)
        {
            Interlocked.Add(ref receipt.Outcome == SendOutcome.Refused ? ref _beatsRefused : ref _beatsUnanswered, host.Beats.Count);
            _trouble = receipt.Reason;
            return;
        }

        foreach (var account in host.Beats.Select(beat => Accounts[beat.Agent]))
        {
            if (receipt.RefusedAgents.TryGetValue(account.Registration.AgentId, out var reason))
            {
                Interlocked.Increment(ref _beatsRefused);
                _trouble = $"{account.Registration.AgentId} {reason}";
            }
            else
            {
                Interlocked.Increment(ref _beatsTaken);
                account.HasBeaten = true;
            }
        }
    }

    public void Logged(TaskStep step, Receipt receipt)
    {
        var account = Accounts[step.Agent];
        switch (receipt.Outcome)
        {
            case SendOutcome.Taken:
                account.Taken.Add(step.Status);
                Interlocked.Increment(ref _activitiesTaken);
                break;
            case SendOutcome.NoAnswer:
                account.Unanswered.Add(step.Status);
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
    private volatile bool _hasBeaten;

    public RegisterAgent Registration => registration;

    /// <summary>True once the registration was answered with success.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>Why the registration, or an activity, was refused.</summary>
    public string? Refusal { get; set; }

    /// <summary>True once a heartbeat was answered.</summary>
    public bool HasBeaten { get => _hasBeaten; set => _hasBeaten = value; }

    /// <summary>What the registry said of the agent before it did anything; null when the fleet was stopped before it was asked.</summary>
    public AgentWord? Before { get; set; }

    /// <summary>Activities that were answered: the registry must have them.</summary>
    public ActivityCounts Taken { get; } = new();

    /// <summary>Activities without an answer to the end: the registry may have them.</summary>
    public ActivityCounts Unanswered { get; } = new();
}
