using AgentRegistry.ActivityWorker.Activities;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Presence;
using Shouldly;
using Xunit;

namespace AgentRegistry.ActivityWorker.Tests;

public sealed class ActivityWriterTests
{
    private static readonly DateTimeOffset Noon = Embedded.Noon;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Repeated_activity_is_stored_and_published_once()
    {
        await using var worker = await Embedded.StartAsync();
        var messages = Enumerable.Range(0, 60).Select(i => Activity(i)).ToList();
        var arriving = messages.Concat(messages).Concat(messages).ToArray();
        new Random(1).Shuffle(arriving);

        var committed = await Task.WhenAll(arriving.Select(message => worker.Writer.WriteAsync(message, Token)));
        (await worker.Writer.WriteAsync(messages[7], Token)).ShouldBe(new ActivityCommitted(0, IsDuplicate: true, IsReused: false));

        committed.Count(one => !one.IsDuplicate).ShouldBe(60);
        var recap = await worker.Store.Activities.RecapAsync("a", 500, Token);
        recap.History.Select(item => item.ActivityId).ShouldBe(messages.Select(message => message.ActivityId), ignoreOrder: true);
        recap.Metrics.Succeeded.ShouldBe(60);
        (await EntriesAsync(worker)).Select(entry => entry.EventId).ShouldBe(messages.Select(message => message.ActivityId), ignoreOrder: true);
    }

    [Fact]
    public async Task Reused_id_keeps_its_first_activity_and_is_reported()
    {
        await using var worker = await Embedded.StartAsync();
        var first = Activity(1) with { Output = "done", Error = null };
        ActivityLogged[] others = [first with { Output = "undone" }, first with { Output = null, Error = "done" }, first with { AgentId = "b" }, first with { DurationMs = 99 }];

        // Some in the first's own commit, some after it, and one that is the first once more, sent at another time.
        var committed = await Task.WhenAll(new[] { first }.Concat(others[..2]).Select(message => worker.Writer.WriteAsync(message, Token)));
        var later = await Task.WhenAll(others[2..].Append(first with { OccurredAt = first.OccurredAt.AddHours(1) }).Select(message => worker.Writer.WriteAsync(message, Token)));

        committed.Concat(later).Select(one => (one.IsDuplicate, one.IsReused)).ShouldBe([(false, false), (true, true), (true, true), (true, true), (true, true), (true, false)]);
        (await worker.Store.Activities.RecapAsync("a", 500, Token)).History.ShouldHaveSingleItem().Output.ShouldBe("done");
    }

    [Fact]
    public async Task Response_has_the_feed_revision_of_the_activity()
    {
        await using var worker = await Embedded.StartAsync();
        var messages = Enumerable.Range(0, 50).Select(i => Activity(i)).ToList();

        var committed = await Task.WhenAll(messages.Select(message => worker.Writer.WriteAsync(message, Token)));

        var entries = (await EntriesAsync(worker)).ToDictionary(entry => entry.EventId, entry => entry.Revision);
        committed.Select(one => one.Revision).ShouldBe(messages.Select(message => entries[message.ActivityId]));
    }

    [Fact]
    public async Task Changed_agent_status_has_an_event_of_its_own()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.SaveAsync(State());

        await worker.Writer.WriteAsync(Activity(1) with { Status = ActivityStatus.Running }, Token);
        await worker.Writer.WriteAsync(Activity(2) with { Status = ActivityStatus.Running }, Token);
        await worker.Writer.WriteAsync(Activity(3), Token);

        var changes = (await EntriesAsync(worker)).Where(entry => entry.Kind == FeedKind.AgentChanged).Select(entry => entry.Read<AgentChanged>()).ToList();
        changes.Select(change => (change.Change, change.Status)).ShouldBe([(AgentChange.StateChanged, AgentStatus.Busy), (AgentChange.StateChanged, AgentStatus.Idle)]);
        var agent = (await worker.Store.Agents.FindAsync(["a"], Token)).Single();
        (agent.Status, agent.LastActiveAt, agent.Revision).ShouldBe((AgentStatus.Idle, Noon.AddSeconds(3), changes[^1].Revision));
    }

    [Fact]
    public async Task Late_activities_keep_the_newest_status()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.SaveAsync(State());

        await worker.Writer.WriteAsync(Activity(5) with { Status = ActivityStatus.Running }, Token);
        await worker.Writer.WriteAsync(Activity(4), Token);

        (await worker.Store.Agents.FindAsync(["a"], Token)).Single().Status.ShouldBe(AgentStatus.Busy);
    }

    [Fact]
    public async Task Late_begin_of_an_ended_task_does_not_leave_the_agent_busy()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.SaveAsync(State());

        // As two workers may: the end says nothing new, the begin does, and is older.
        await worker.Writer.WriteAsync(Activity(5), Token);
        await worker.Writer.WriteAsync(Activity(4) with { Status = ActivityStatus.Running }, Token);

        (await worker.Store.Agents.FindAsync(["a"], Token)).Single().Status.ShouldBe(AgentStatus.Idle);
    }

    [Fact]
    public async Task Activity_of_an_unregistered_agent_belongs_to_the_default_workspace()
    {
        await using var worker = await Embedded.StartAsync();

        await worker.Writer.WriteAsync(Activity(1), Token);

        (await EntriesAsync(worker)).ShouldHaveSingleItem().Workspace.ShouldBe(Defaults.Workspace);
        (await worker.Store.Activities.RecapAsync("a", 10, Token)).History.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Heartbeat_that_contradicts_the_last_activity_changes_the_agent()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.SaveAsync(State());
        await worker.Presence.PutAsync([State()], Noon, LeaseStart.Renew, Token);
        await worker.Writer.WriteAsync(Activity(1) with { Status = ActivityStatus.Running }, Token);

        // The tables say busy now. Were this heartbeat taken for one that changes nothing, they would say so for ever.
        (await worker.Presence.BeatAsync([new() { AgentId = "a", SentAt = Noon.AddSeconds(2), Status = AgentStatus.Idle }], Noon.AddSeconds(2), Token))
            .ShouldBe([PresenceResult.Changes]);
    }

    private static AgentState State() => new()
    {
        Id = "a",
        SentAt = Noon,
        ReportedAt = Noon,
        Health = AgentHealth.Healthy,
        HealthSince = Noon,
        RegisteredAt = Noon,
        UpdatedAt = Noon,
        Revision = 0,
    };

    private static ActivityLogged Activity(int second) => new()
    {
        ActivityId = Guid.NewGuid(),
        OccurredAt = Noon.AddSeconds(second),
        AgentId = "a",
        TaskId = $"task {second}",
        Status = ActivityStatus.Success,
    };

    private static Task<IReadOnlyList<FeedEntry>> EntriesAsync(Embedded worker) => worker.Store.Feed.ReadAsync(0, 1_000, Token);
}
