using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Presence;

/// <summary>What presence does, whichever side it is on. Each test begins with an empty one.</summary>
public abstract class PresenceSpecification
{
    private static readonly DateTimeOffset Now = Given.Now;
    private static readonly TimeSpan Suspect = Lease.UntilSuspect(Defaults.HeartbeatIntervalSeconds);

    protected abstract IPresence Presence { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeat_without_a_presence_entry_is_unknown()
    {
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Unknown);

        (await ReadAsync("a")).ShouldBeNull();
        (await DueAsync(DateTimeOffset.MaxValue.AddYears(-1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Heartbeat_without_a_change_is_fresh()
    {
        await PutAsync(Given.State("a"));

        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Fresh);
        (await BeatAsync(Beat("a", 2) with { Status = AgentStatus.Idle })).ShouldBe(PresenceResult.Fresh);
    }

    [Theory]
    [InlineData(AgentHealth.Unknown, AgentStatus.Idle, null)]
    [InlineData(AgentHealth.Suspect, AgentStatus.Idle, null)]
    [InlineData(AgentHealth.Unhealthy, AgentStatus.Idle, null)]
    [InlineData(AgentHealth.Offline, AgentStatus.Idle, null)]
    [InlineData(AgentHealth.Healthy, AgentStatus.Idle, AgentStatus.Busy)]
    [InlineData(AgentHealth.Healthy, AgentStatus.Idle, AgentStatus.Error)]
    [InlineData(AgentHealth.Healthy, AgentStatus.Error, null)]
    [InlineData(AgentHealth.Unhealthy, AgentStatus.Error, AgentStatus.Idle)]
    [InlineData(AgentHealth.Offline, AgentStatus.Offline, null)]
    [InlineData(AgentHealth.Offline, AgentStatus.Offline, AgentStatus.Offline)]
    [InlineData(AgentHealth.Healthy, AgentStatus.Idle, AgentStatus.Offline)]
    public async Task Heartbeat_with_another_health_or_status_changes_the_agent(AgentHealth health, AgentStatus reported, AgentStatus? said)
    {
        await PutAsync(Given.State("a") with { Health = health, ReportedStatus = reported });

        (await BeatAsync(Beat("a", 1) with { Status = said })).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task Repeated_error_status_is_no_change()
    {
        await PutAsync(Given.State("a") with { Health = AgentHealth.Unhealthy, ReportedStatus = AgentStatus.Error });

        (await BeatAsync(Beat("a", 1) with { Status = AgentStatus.Error })).ShouldBe(PresenceResult.Fresh);
        (await BeatAsync(Beat("a", 2))).ShouldBe(PresenceResult.Fresh);
    }

    [Fact]
    public async Task A_heartbeat_of_a_newer_start_changes_the_agent_and_one_of_an_older_start_is_stale()
    {
        await PutAsync(Given.State("a") with { StartedAt = Now });

        (await BeatAsync(Beat("a", 1) with { StartedAt = Now.AddMicroseconds(-1) })).ShouldBe(PresenceResult.Stale);
        (await BeatAsync(Beat("a", 2) with { StartedAt = Now })).ShouldBe(PresenceResult.Fresh);
        (await BeatAsync(Beat("a", 3) with { StartedAt = Now.AddMicroseconds(1) })).ShouldBe(PresenceResult.Changes);
        (await BeatAsync(Beat("a", 4))).ShouldBe(PresenceResult.Fresh);
    }

    [Fact]
    public async Task First_reported_start_changes_the_agent()
    {
        await PutAsync(Given.State("a"));

        (await BeatAsync(Beat("a", 1) with { StartedAt = Now })).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task A_late_or_replayed_heartbeat_is_stale_and_changes_nothing()
    {
        await PutAsync(Given.State("a"));
        await BeatAsync(Beat("a", 5) with { Load = 0.5 });
        var (before, due) = (await ReadAsync("a"), await DueAsync(Now.AddDays(1)));

        (await BeatAsync(Beat("a", 5) with { Load = 0.9 }, Now.AddSeconds(9))).ShouldBe(PresenceResult.Stale);
        (await BeatAsync(Beat("a", 4) with { Status = AgentStatus.Error }, Now.AddSeconds(9))).ShouldBe(PresenceResult.Stale);

        (await ReadAsync("a")).ShouldBe(before);
        (await DueAsync(Now.AddDays(1))).ShouldBe(due);
    }

    [Fact]
    public async Task Results_come_in_the_order_of_the_heartbeats_however_many_they_are()
    {
        await PutAsync([.. Enumerable.Range(0, 600).Select(i => Given.State($"known-{i}"))]);
        var beats = Enumerable.Range(0, 1_200).Select(i => i % 2 == 0 ? Beat($"known-{i / 2}", 1) : Beat($"stranger-{i}", 1)).ToList();

        (await Presence.BeatAsync(beats, Now, Token)).ShouldBe(beats.Select((_, i) => i % 2 == 0 ? PresenceResult.Fresh : PresenceResult.Unknown));
        (await Presence.BeatAsync([], Now, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Newer_of_two_heartbeats_in_a_batch_wins_in_either_order()
    {
        await PutAsync(Given.State("a"), Given.State("b"));

        await Presence.BeatAsync([Beat("a", 1) with { Load = 0.1 }, Beat("a", 2) with { Load = 0.2 }, Beat("b", 2) with { Load = 0.2 }, Beat("b", 1) with { Load = 0.1 }], Now, Token);

        (await ReadAsync("a"))!.Load.ShouldBe(0.2);
        (await ReadAsync("b"))!.Load.ShouldBe(0.2);
        (await BeatAsync(Beat("b", 2))).ShouldBe(PresenceResult.Stale);
    }

    [Fact]
    public Task Any_order_and_repetition_of_the_same_heartbeats_leaves_the_newest_of_the_newest_start() => Property.ForAllAsync(30, async random =>
    {
        var id = Given.NewId();
        await PutAsync(Given.State(id) with { StartedAt = Now });
        var beats = Enumerable.Range(1, random.Next(1, 12)).Select(i => Beat(id, i) with
        {
            StartedAt = random.Next(2) == 0 ? null : Now.AddSeconds(random.Next(-1, 1)),
            ActiveTasks = i,
        }).ToArray();
        var newest = beats.LastOrDefault(beat => beat.StartedAt is null || beat.StartedAt >= Now);
        var arriving = beats.Concat(random.GetItems(beats, random.Next(10))).ToArray();
        random.Shuffle(arriving);

        foreach (var batch in arriving.Chunk(random.Next(1, 6)))
        {
            await Presence.BeatAsync(batch, Now, Token);
        }

        (await ReadAsync(id))?.ActiveTasks.ShouldBe(newest?.ActiveTasks);
        foreach (var beat in arriving)
        {
            (await BeatAsync(beat, Now.AddHours(1))).ShouldBe(PresenceResult.Stale);
        }
    });

    [Fact]
    public async Task Heartbeat_values_stay_until_another_heartbeat_changes_them()
    {
        await PutAsync(Given.State("a"));
        await BeatAsync(Beat("a", 1) with { ActiveTasks = 3, Load = 0.000012345, UptimeSeconds = 1e6 }, Now.AddMilliseconds(1));
        (await ReadAsync("a")).ShouldBe(new LastHeartbeatSeen(Now.AddMilliseconds(1), 3, 0.000012345, 1e6));

        await BeatAsync(Beat("a", 2), Now.AddMilliseconds(2));
        (await ReadAsync("a")).ShouldBe(new LastHeartbeatSeen(Now.AddMilliseconds(2), 3, 0.000012345, 1e6));
    }

    [Fact]
    public async Task Tasks_load_and_uptime_come_from_the_last_heartbeat_with_a_value()
    {
        await PutAsync(Given.State("a"));
        await BeatAsync(Beat("a", 1) with { ActiveTasks = 3, UptimeSeconds = 10 });
        await BeatAsync(Beat("a", 2) with { Load = 0.5 });

        // As the contract of Agent says of each: "from the last heartbeat that said so".
        (await ReadAsync("a")).ShouldBe(new LastHeartbeatSeen(Now, 3, 0.5, 10));
    }

    [Fact]
    public async Task Agents_without_a_heartbeat_are_not_read()
    {
        await PutAsync(Given.State("a"), Given.State("b"));
        await BeatAsync(Beat("b", 1));

        (await Presence.ReadAsync(["a", "b", "stranger"], Token)).Keys.ShouldBe(["b"]);
        (await Presence.ReadAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lease_is_due_after_three_quarters_and_each_heartbeat_extends_it()
    {
        await PutAsync(Given.State("a") with { IntervalSeconds = 10 });
        (await DueAsync(Now.AddSeconds(14.999))).ShouldBeEmpty();
        (await DueAsync(Now.AddSeconds(15))).ShouldBe([new LapsedAgent("a", Now.AddSeconds(15), null)]);

        await BeatAsync(Beat("a", 1), Now.AddSeconds(7));
        (await DueAsync(Now.AddSeconds(21.999))).ShouldBeEmpty();
        (await DueAsync(Now.AddSeconds(22))).ShouldBe([new LapsedAgent("a", Now.AddSeconds(22), Now.AddSeconds(7))]);
    }

    [Fact]
    public async Task Longest_overdue_leases_come_first_up_to_the_limit()
    {
        foreach (var seconds in new[] { 3, 1, 2 })
        {
            await Presence.PutAsync([Given.State($"a{seconds}")], Now.AddSeconds(seconds), LeaseStart.Renew, Token);
        }

        (await Presence.DueAsync(Now.AddDays(1), 2, Token)).Select(due => due.Id).ShouldBe(["a1", "a2"]);
        (await Presence.DueAsync(Now.AddDays(1), 10, Token)).Select(due => due.Id).ShouldBe(["a1", "a2", "a3"]);
    }

    [Fact]
    public async Task Presence_entry_of_an_older_revision_changes_nothing()
    {
        await PutAsync(Given.State("a", revision: 10));

        await Presence.PutAsync([Given.State("a", revision: 9) with { Health = AgentHealth.Offline, IntervalSeconds = 1 }], Now.AddHours(1), LeaseStart.Renew, Token);

        (await DueAsync(Now.AddDays(1))).ShouldBe([new LapsedAgent("a", Now + Suspect, null)]);
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Fresh);
        (await DueAsync(Now.AddDays(1))).ShouldBe([new LapsedAgent("a", Now + Suspect, Now)]);
    }

    [Fact]
    public async Task Presence_entry_of_the_same_revision_is_set_after_a_fill()
    {
        await PutAsync(Given.State("a", revision: 10));

        await Presence.PutAsync([Given.State("a", revision: 10) with { Health = AgentHealth.Unhealthy }], Now, LeaseStart.Keep, Token);

        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task Running_lease_is_kept_or_renewed_and_never_shortened()
    {
        await PutAsync(Given.State("a"));

        await Presence.PutAsync([Given.State("a", 2)], Now.AddSeconds(5), LeaseStart.Keep, Token);
        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now + Suspect);

        await Presence.PutAsync([Given.State("a", 3)], Now.AddSeconds(5), LeaseStart.Renew, Token);
        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now.AddSeconds(5) + Suspect);

        await Presence.PutAsync([Given.State("a", 4)], Now.AddSeconds(1), LeaseStart.Renew, Token);
        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now.AddSeconds(5) + Suspect);
    }

    [Fact]
    public async Task Lost_lease_begins_anew()
    {
        await Presence.PutAsync([Given.State("a")], Now, LeaseStart.Keep, Token);

        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now + Suspect);
    }

    [Fact]
    public async Task Offline_agent_is_not_due_until_it_sends_a_heartbeat()
    {
        await PutAsync(Given.State("a"));
        await Presence.PutAsync([Given.State("a", 2) with { Health = AgentHealth.Offline }], Now, LeaseStart.Renew, Token);
        (await DueAsync(Now.AddDays(1))).ShouldBeEmpty();

        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Changes);
        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now + Suspect);
    }

    [Fact]
    public async Task Settled_deadline_is_due_again_at_the_given_time_or_never()
    {
        await PutAsync(Given.State("late"), Given.State("lost"));
        var due = (await DueAsync(Now.AddDays(1)))[0].Due;

        (await Presence.SettleAsync(
            [
                new Settlement(Given.State("late", 2) with { Health = AgentHealth.Suspect }, due, due.AddSeconds(15), null),
                new Settlement(Given.State("lost", 2) with { Health = AgentHealth.Offline }, due, null, null),
            ],
            Token)).ShouldBeEmpty();

        (await DueAsync(Now.AddDays(1))).ShouldBe([new LapsedAgent("late", due.AddSeconds(15), null)]);
        (await BeatAsync(Beat("late", 1))).ShouldBe(PresenceResult.Changes);
        (await BeatAsync(Beat("lost", 1))).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task Heartbeat_during_settlement_is_reported_and_its_lease_continues()
    {
        await PutAsync(Given.State("a"), Given.State("b"));
        var due = (await DueAsync(Now.AddDays(1)))[0].Due;
        await BeatAsync(Beat("a", 1), Now.AddSeconds(46));

        (await Presence.SettleAsync(
            [.. new[] { "a", "b" }.Select(id => new Settlement(Given.State(id, 2) with { Health = AgentHealth.Offline }, due, null, null))], Token)).ShouldBe(["a"]);

        (await DueAsync(Now.AddDays(1))).ShouldBe([new LapsedAgent("a", Now.AddSeconds(46) + Suspect, Now.AddSeconds(46))]);
        (await BeatAsync(Beat("a", 2))).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task Deadline_settled_by_another_worker_keeps_its_next_due_time()
    {
        await PutAsync(Given.State("a"));
        await BeatAsync(Beat("a", 1));
        var due = (await DueAsync(Now.AddDays(1))).Single();
        var suspect = Given.State("a", 2) with { Health = AgentHealth.Suspect };
        await Presence.SettleAsync([new Settlement(suspect, due.Due, due.Due.AddSeconds(15), due.LastHeartbeat)], Token);

        (await Presence.SettleAsync([new Settlement(suspect, due.Due, due.Due.AddSeconds(99), due.LastHeartbeat)], Token)).ShouldBeEmpty();

        (await DueAsync(Now.AddDays(1))).ShouldBe([due with { Due = due.Due.AddSeconds(15) }]);
    }

    [Fact]
    public async Task Settlement_by_an_older_revision_changes_nothing()
    {
        await PutAsync(Given.State("a", revision: 10));
        var due = (await DueAsync(Now.AddDays(1)))[0].Due;

        (await Presence.SettleAsync([new Settlement(Given.State("a", 9) with { Health = AgentHealth.Offline }, due, null, null)], Token)).ShouldBeEmpty();

        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(due);
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Fresh);
    }

    [Fact]
    public async Task Removed_agent_leaves_nothing_and_begins_anew()
    {
        await PutAsync(Given.State("a", revision: 10), Given.State("b"));
        await BeatAsync(Beat("a", 5));

        await Presence.RemoveAsync([new RemovedAgent("a", 11), RemovedAgent.Unknown("stranger")], Token);

        (await BeatAsync(Beat("a", 6))).ShouldBe(PresenceResult.Unknown);
        (await ReadAsync("a")).ShouldBeNull();
        (await DueAsync(Now.AddDays(1))).Select(due => due.Id).ShouldBe(["b"]);
        await PutAsync(Given.State("a", revision: 1));
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Fresh);
    }

    [Fact]
    public async Task Every_status_is_reported_until_one_is_committed()
    {
        var healthy = Given.State("a", revision: 1) with { Health = AgentHealth.Healthy, ReportedStatus = AgentStatus.Idle };
        await PutAsync(healthy);
        (await BeatAsync(Beat("a", 1) with { Status = AgentStatus.Error })).ShouldBe(PresenceResult.Changes);

        // As another worker takes it, before the first has committed.
        (await BeatAsync(Beat("a", 2) with { Status = AgentStatus.Idle })).ShouldBe(PresenceResult.Changes);
        (await BeatAsync(Beat("a", 3))).ShouldBe(PresenceResult.Fresh);

        await PutAsync(healthy with { Revision = 3 });
        (await BeatAsync(Beat("a", 4) with { Status = AgentStatus.Idle })).ShouldBe(PresenceResult.Fresh);
    }

    [Fact]
    public async Task Late_removal_keeps_an_agent_that_was_registered_again()
    {
        await PutAsync(Given.State("a", revision: 12));

        await Presence.RemoveAsync([new RemovedAgent("a", 11)], Token);

        (await BeatAsync(Beat("a", 6))).ShouldNotBe(PresenceResult.Unknown);
        (await DueAsync(Now.AddDays(1))).Select(due => due.Id).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Empty_batches_are_allowed()
    {
        await Presence.PutAsync([], Now, LeaseStart.Renew, Token);
        await Presence.RemoveAsync([], Token);

        (await Presence.SettleAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Presence_is_filled_once_it_was_marked_so()
    {
        (await Presence.IsFilledAsync(Token)).ShouldBeFalse();

        await Presence.MarkFilledAsync(Token);

        (await Presence.IsFilledAsync(Token)).ShouldBeTrue();
    }

    protected static Heartbeat Beat(string id, int second) => new() { AgentId = id, SentAt = Now.AddSeconds(second) };

    private async Task<PresenceResult> BeatAsync(Heartbeat heartbeat, DateTimeOffset? receivedAt = null) =>
        (await Presence.BeatAsync([heartbeat], receivedAt ?? Now, Token)).ShouldHaveSingleItem();

    private Task PutAsync(params AgentState[] states) => Presence.PutAsync(states, Now, LeaseStart.Renew, Token);

    private Task<IReadOnlyList<LapsedAgent>> DueAsync(DateTimeOffset now) => Presence.DueAsync(now, 1_000, Token);

    private async Task<LastHeartbeatSeen?> ReadAsync(string id) => (await Presence.ReadAsync([id], Token)).GetValueOrDefault(id);
}

public sealed class InProcess : PresenceSpecification
{
    protected override IPresence Presence { get; } = new InProcessPresence();
}

[Collection(OnRedis.Name)]
public sealed class InRedis(RedisServer redis) : PresenceSpecification, IAsyncLifetime
{
    protected override IPresence Presence { get; } = new RedisPresence(redis.Connection);

    public async ValueTask InitializeAsync() => await redis.EmptyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Presence_is_not_filled_after_Redis_lost_its_data()
    {
        await Presence.MarkFilledAsync(TestContext.Current.CancellationToken);

        await redis.EmptyAsync();

        (await Presence.IsFilledAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    /// <summary>The rules stand twice, in C# and in Lua: whatever happens, both must come to the same.</summary>
    [Fact]
    public Task In_process_presence_equals_Redis_for_any_history() => Property.ForAllAsync(25, async random =>
    {
        await redis.EmptyAsync();
        var both = new PresenceTests(new InProcessPresence(), Presence, random);
        for (var step = 0; step < 40; step++)
        {
            await both.StepAsync(TestContext.Current.CancellationToken);
        }
    });
}
