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
    public async Task A_heartbeat_of_somebody_without_a_card_is_of_nobody_known()
    {
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Unknown);

        (await ReadAsync("a")).ShouldBeNull();
        (await DueAsync(DateTimeOffset.MaxValue.AddYears(-1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_heartbeat_that_changes_nothing_is_fresh()
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
    public async Task A_heartbeat_with_which_health_or_status_is_another_changes_the_agent(AgentHealth health, AgentStatus reported, AgentStatus? said)
    {
        await PutAsync(Given.State("a") with { Health = health, ReportedStatus = reported });

        (await BeatAsync(Beat("a", 1) with { Status = said })).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task An_agent_that_goes_on_failing_is_unhealthy_without_a_change()
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
    public async Task The_first_start_that_is_said_changes_the_agent()
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
    public async Task Of_two_heartbeats_in_one_batch_the_newer_one_stays_in_whichever_order_they_stand()
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
    public async Task What_a_heartbeat_said_is_read_until_another_says_something_else()
    {
        await PutAsync(Given.State("a"));
        await BeatAsync(Beat("a", 1) with { ActiveTasks = 3, Load = 0.000012345, UptimeSeconds = 1e6 }, Now.AddMilliseconds(1));
        (await ReadAsync("a")).ShouldBe(new LastHeartbeatSeen(Now.AddMilliseconds(1), 3, 0.000012345, 1e6));

        await BeatAsync(Beat("a", 2), Now.AddMilliseconds(2));
        (await ReadAsync("a")).ShouldBe(new LastHeartbeatSeen(Now.AddMilliseconds(2), 3, 0.000012345, 1e6));
    }

    [Fact]
    public async Task Each_of_tasks_load_and_uptime_is_kept_from_the_last_heartbeat_that_said_it()
    {
        await PutAsync(Given.State("a"));
        await BeatAsync(Beat("a", 1) with { ActiveTasks = 3, UptimeSeconds = 10 });
        await BeatAsync(Beat("a", 2) with { Load = 0.5 });

        // As the contract of Agent says of each: "from the last heartbeat that said so".
        (await ReadAsync("a")).ShouldBe(new LastHeartbeatSeen(Now, 3, 0.5, 10));
    }

    [Fact]
    public async Task Only_those_that_sent_a_heartbeat_are_read()
    {
        await PutAsync(Given.State("a"), Given.State("b"));
        await BeatAsync(Beat("b", 1));

        (await Presence.ReadAsync(["a", "b", "stranger"], Token)).Keys.ShouldBe(["b"]);
        (await Presence.ReadAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lease_that_begins_is_due_after_three_quarters_of_it_and_each_heartbeat_moves_it_on()
    {
        await PutAsync(Given.State("a") with { IntervalSeconds = 10 });
        (await DueAsync(Now.AddSeconds(14.999))).ShouldBeEmpty();
        (await DueAsync(Now.AddSeconds(15))).ShouldBe([new LapsedAgent("a", Now.AddSeconds(15), null)]);

        await BeatAsync(Beat("a", 1), Now.AddSeconds(7));
        (await DueAsync(Now.AddSeconds(21.999))).ShouldBeEmpty();
        (await DueAsync(Now.AddSeconds(22))).ShouldBe([new LapsedAgent("a", Now.AddSeconds(22), Now.AddSeconds(7))]);
    }

    [Fact]
    public async Task The_longest_overdue_come_first_as_many_as_asked()
    {
        foreach (var seconds in new[] { 3, 1, 2 })
        {
            await Presence.PutAsync([Given.State($"a{seconds}")], Now.AddSeconds(seconds), LeaseStart.Renew, Token);
        }

        (await Presence.DueAsync(Now.AddDays(1), 2, Token)).Select(due => due.Id).ShouldBe(["a1", "a2"]);
        (await Presence.DueAsync(Now.AddDays(1), 10, Token)).Select(due => due.Id).ShouldBe(["a1", "a2", "a3"]);
    }

    [Fact]
    public async Task A_card_of_an_older_revision_changes_nothing()
    {
        await PutAsync(Given.State("a", revision: 10));

        await Presence.PutAsync([Given.State("a", revision: 9) with { Health = AgentHealth.Offline, IntervalSeconds = 1 }], Now.AddHours(1), LeaseStart.Renew, Token);

        (await DueAsync(Now.AddDays(1))).ShouldBe([new LapsedAgent("a", Now + Suspect, null)]);
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Fresh);
        (await DueAsync(Now.AddDays(1))).ShouldBe([new LapsedAgent("a", Now + Suspect, Now)]);
    }

    [Fact]
    public async Task A_card_of_the_same_revision_is_set_again_after_presence_was_filled()
    {
        await PutAsync(Given.State("a", revision: 10));

        await Presence.PutAsync([Given.State("a", revision: 10) with { Health = AgentHealth.Unhealthy }], Now, LeaseStart.Keep, Token);

        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Changes);
    }

    [Fact]
    public async Task A_lease_that_runs_is_kept_or_renewed_as_is_said_and_never_cut_short()
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
    public async Task A_lease_that_was_lost_begins_anew_also_when_leases_are_kept()
    {
        await Presence.PutAsync([Given.State("a")], Now, LeaseStart.Keep, Token);

        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now + Suspect);
    }

    [Fact]
    public async Task An_agent_that_is_offline_is_never_due_until_it_sends_a_heartbeat()
    {
        await PutAsync(Given.State("a"));
        await Presence.PutAsync([Given.State("a", 2) with { Health = AgentHealth.Offline }], Now, LeaseStart.Renew, Token);
        (await DueAsync(Now.AddDays(1))).ShouldBeEmpty();

        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Changes);
        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(Now + Suspect);
    }

    [Fact]
    public async Task A_settled_deadline_is_due_again_when_it_was_said_or_never()
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
    public async Task A_heartbeat_that_came_while_a_deadline_was_being_settled_is_told_and_its_lease_runs_on()
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
    public async Task A_deadline_that_another_worker_settled_first_is_no_heartbeat_and_its_next_due_time_stays()
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
    public async Task A_deadline_that_was_decided_on_an_older_revision_settles_nothing()
    {
        await PutAsync(Given.State("a", revision: 10));
        var due = (await DueAsync(Now.AddDays(1)))[0].Due;

        (await Presence.SettleAsync([new Settlement(Given.State("a", 9) with { Health = AgentHealth.Offline }, due, null, null)], Token)).ShouldBeEmpty();

        (await DueAsync(Now.AddDays(1))).Single().Due.ShouldBe(due);
        (await BeatAsync(Beat("a", 1))).ShouldBe(PresenceResult.Fresh);
    }

    [Fact]
    public async Task A_removed_agent_is_forgotten_whole_and_begins_anew()
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
    public async Task Until_a_status_is_committed_the_next_word_on_it_is_told_too()
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
    public async Task A_removal_that_comes_late_leaves_an_agent_that_was_registered_again()
    {
        await PutAsync(Given.State("a", revision: 12));

        await Presence.RemoveAsync([new RemovedAgent("a", 11)], Token);

        (await BeatAsync(Beat("a", 6))).ShouldNotBe(PresenceResult.Unknown);
        (await DueAsync(Now.AddDays(1))).Select(due => due.Id).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Nothing_may_be_put_removed_and_settled()
    {
        await Presence.PutAsync([], Now, LeaseStart.Renew, Token);
        await Presence.RemoveAsync([], Token);

        (await Presence.SettleAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_filled_when_that_was_said()
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
    public async Task It_is_not_filled_after_Redis_lost_its_memory()
    {
        await Presence.MarkFilledAsync(TestContext.Current.CancellationToken);

        await redis.EmptyAsync();

        (await Presence.IsFilledAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    /// <summary>The rules stand twice, in C# and in Lua: whatever happens, both must come to the same.</summary>
    [Fact]
    public Task Whatever_happens_presence_in_process_says_the_same() => Property.ForAllAsync(25, async random =>
    {
        await redis.EmptyAsync();
        var both = new PresenceTests(new InProcessPresence(), Presence, random);
        for (var step = 0; step < 40; step++)
        {
            await both.StepAsync(TestContext.Current.CancellationToken);
        }
    });
}
