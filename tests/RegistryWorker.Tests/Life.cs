using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Tests;

/// <summary>One agent, as the decisions make it of the messages that arrive; with presence before the heartbeats, as in the worker.</summary>
internal sealed class Life
{
    private readonly InProcessPresence _presence = new();
    private AgentRecord? _record;
    private DateTimeOffset _now = Given.At(1_000);

    /// <summary>How often others were told of a change.</summary>
    public int Changes { get; private set; }

    /// <summary>What of the agent can be seen from outside, but for the registry's own times and numbers.</summary>
    public (string? Name, int Interval, AgentStatus Status, bool IsThere) Visible =>
        (_record?.Registration.Name, _record?.State.IntervalSeconds ?? 0, _record?.State.Status ?? default, _record?.State.Exists ?? false);

    public static Life Of(IEnumerable<object> messages)
    {
        var life = new Life();
        foreach (var message in messages)
        {
            life.Take(message);
        }

        return life;
    }

    public void Take(object message)
    {
        _now = _now.AddMilliseconds(1);
        if (message is RegisterAgent registration)
        {
            var decision = AgentDecision.Decide(_record, registration, _now);
            Keep(decision.Next, decision.Change is not null);
        }
        else
        {
            Take((Heartbeat)message);
        }
    }

    private void Take(Heartbeat heartbeat)
    {
        if (Now(_presence.BeatAsync([heartbeat], _now, CancellationToken.None))[0] == PresenceResult.Changes
            && HeartbeatDecision.Decide(_record!.State, [heartbeat], _now) is { } state)
        {
            Keep(_record with { State = state }, isTold: true);
        }
    }

    private void Keep(AgentRecord? next, bool isTold)
    {
        if (next is null)
        {
            return;
        }

        Changes += isTold ? 1 : 0;
        _record = isTold ? next with { State = next.State with { Revision = Changes } } : next;
        Now(_presence.PutAsync([_record.State], _now, LeaseStart.Keep, CancellationToken.None));
    }

    /// <summary>In process presence answers at once.</summary>
    private static T Now<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("Presence did wait.");

    private static void Now(Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("Presence did wait.", task.Exception);
        }
    }
}
