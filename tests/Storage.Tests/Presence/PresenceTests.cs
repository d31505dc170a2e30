using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;
using Shouldly;

namespace AgentRegistry.Storage.Tests.Presence;

/// <summary>Does the same, at random, to both sides, and compares what they answer.</summary>
internal sealed class PresenceTests(IPresence one, IPresence other, Random random)
{
    private static readonly string[] Ids = ["a", "b", "c", "d"];

    private DateTimeOffset _now = Given.Now;
    private long _revision;

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        _now = _now.AddSeconds(random.Next(0, 20));
        switch (random.Next(10))
        {
            case <= 4:
                var beats = Enumerable.Range(0, random.Next(1, 5)).Select(_ => AnyBeat()).ToList();
                await SameAsync(presence => presence.BeatAsync(beats, _now, cancellationToken));
                break;
            case <= 6:
                var states = random.GetItems(Ids, 2).Distinct().Select(AnyState).ToList();
                var lease = Given.AnyOf<LeaseStart>(random);
                await BothAsync(presence => presence.PutAsync(states, _now, lease, cancellationToken));
                break;
            case <= 8:
                var due = await SameAsync(presence => presence.DueAsync(_now, 10, cancellationToken));
                var settlements = due.Select(agent => new Settlement(
                    AnyState(agent.Id), agent.Due.AddSeconds(random.Next(-1, 2)), AnyDue(), agent.LastHeartbeat?.AddSeconds(random.Next(-1, 1)))).ToList();
                await SameAsync(presence => presence.SettleAsync(settlements, cancellationToken));
                break;
            default:
                var gone = random.GetItems(Ids, 1).Select(id => new RemovedAgent(id, random.Next(20))).ToList();
                await BothAsync(presence => presence.RemoveAsync(gone, cancellationToken));
                break;
        }

        await SameAsync(presence => presence.DueAsync(_now.AddDays(1), 10, cancellationToken));
        foreach (var id in Ids)
        {
            await SameAsync(async presence => (IReadOnlyList<LastHeartbeatSeen?>)[(await presence.ReadAsync([id], cancellationToken)).GetValueOrDefault(id)]);
        }
    }

    private async Task<IReadOnlyList<T>> SameAsync<T>(Func<IPresence, Task<IReadOnlyList<T>>> ask)
    {
        var answer = await ask(one);
        (await ask(other)).ShouldBe(answer);
        return answer;
    }

    private async Task BothAsync(Func<IPresence, Task> tell)
    {
        await tell(one);
        await tell(other);
    }

    private Heartbeat AnyBeat() => new()
    {
        AgentId = random.GetItems(Ids, 1)[0],
        SentAt = _now.AddSeconds(random.Next(-10, 1)).AddMicroseconds(random.Next(2)),
        StartedAt = random.Next(3) > 0 ? null : Given.Now.AddSeconds(random.Next(-1, 2)),
        Status = random.Next(2) == 0 ? null : Given.AnyOf<AgentStatus>(random),
        ActiveTasks = random.Next(2) == 0 ? null : random.Next(9),
        Load = random.Next(2) == 0 ? null : random.NextDouble(),
        UptimeSeconds = random.Next(2) == 0 ? null : random.NextDouble() * 1e9,
    };

    private AgentState AnyState(string id) => Given.State(id, Math.Max(1, ++_revision - random.Next(4))) with
    {
        IntervalSeconds = random.Next(1, 60),
        Health = Given.AnyOf<AgentHealth>(random),
        ReportedStatus = Given.AnyOf<AgentStatus>(random),
        StartedAt = random.Next(2) == 0 ? null : Given.Now.AddSeconds(random.Next(-1, 2)),
    };

    private DateTimeOffset? AnyDue() => random.Next(3) == 0 ? null : _now.AddSeconds(random.Next(1, 60));
}
