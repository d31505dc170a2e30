using System.Collections.Concurrent;

namespace AgentRegistry.Faults.Ledger;

/// <summary>What senders were told while one fault was made. Written to by all of them at once.</summary>
public sealed class Receipts
{
    private readonly ConcurrentDictionary<Guid, string> _activities = new();
    private readonly ConcurrentDictionary<string, long> _registrations = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly ConcurrentDictionary<string, bool> _silent = new(StringComparer.Ordinal);
    private long _accepted;

    /// <summary>How many messages of every kind were accepted, repeats too.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>The activities that were accepted at least once: how and when first.</summary>
    public IReadOnlyDictionary<Guid, string> Activities => _activities;

    /// <summary>The newest version of each agent's registration that was accepted.</summary>
    public IReadOnlyDictionary<string, long> Registrations => _registrations;

    /// <summary>Valid messages that were called faulty.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>Agents whose beats the harness itself did not send in time, on a machine that was too busy.</summary>
    public ICollection<string> Silent => _silent.Keys;

    public void Activity(Guid id, Outcome outcome, string how)
    {
        if (Count(outcome))
        {
            _activities.TryAdd(id, how);
        }
    }

    public void Registration(string agentId, long version, Outcome outcome)
    {
        if (Count(outcome))
        {
            _registrations.AddOrUpdate(agentId, version, (_, newest) => Math.Max(newest, version));
        }
    }

    /// <summary>A heartbeat is not stored: what it must have brought about is that its agent is not offline.</summary>
    public void Heartbeat(Outcome outcome) => Count(outcome);

    /// <summary>A registration that another, under way at the same time, may have replaced.</summary>
    public void Unordered(Outcome outcome) => Count(outcome);

    /// <summary>An agent did not try to beat for longer than it promised.</summary>
    public void FellSilent(string agentId) => _silent[agentId] = true;

    public void Refused(string reason) => _refusals.Enqueue(reason);

    private bool Count(Outcome outcome)
    {
        if (outcome != Outcome.Accepted)
        {
            return false;
        }

        Interlocked.Increment(ref _accepted);
        return true;
    }
}
