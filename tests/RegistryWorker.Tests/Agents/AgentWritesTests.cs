using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Agents;

public class AgentWritesTests
{
    private static readonly DateTimeOffset Now = Given.At(1_000);

    [Fact]
    public void Nothing_needs_no_revision()
    {
        var writes = AgentWrites.Decide([Command("a", Given.Deletion(1))], new Dictionary<string, AgentRecord>(), Now);

        (writes.Changes, writes.Records.Count, writes.Entries.Count).ShouldBe((0, 0, 0));
        writes.Results.ShouldBe([new AgentCommitted(AgentOutcome.NotFound, null, false)]);
    }

    [Fact]
    public void A_repeat_within_a_batch_is_known_as_one()
    {
        var message = Given.Registration(1);
        var writes = AgentWrites.Decide([Command("a", message), Command("a", message)], new Dictionary<string, AgentRecord>(), Now);

        writes.From(7).Results.Select(result => (result.Outcome, result.State!.Revision)).ShouldBe([(AgentOutcome.Registered, 7), (AgentOutcome.Unchanged, 7)]);
        writes.Entries.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_revision_that_a_batch_gives_out_cannot_be_expected_within_it()
    {
        var current = Given.HealthyAgent(state => state with { Revision = 5 });
        var writes = AgentWrites.Decide(
            [Command("a", Given.Change(1, AgentStatus.Busy) with { ExpectedRevision = 5 }), Command("a", Given.Change(2, AgentStatus.Idle) with { ExpectedRevision = 5 })],
            new Dictionary<string, AgentRecord> { ["a"] = current },
            Now).From(6);

        writes.Results.Select(result => result.Outcome).ShouldBe([AgentOutcome.Updated, AgentOutcome.RevisionConflict]);
        writes.Results[1].State!.Revision.ShouldBe(6);
    }

    [Fact]
    public void Each_caller_is_told_the_revision_of_its_own_change()
    {
        var writes = AgentWrites.Decide(
            [Command("a", Given.Change(1, AgentStatus.Busy)), Command("a", Given.Change(2, AgentStatus.Active))],
            new Dictionary<string, AgentRecord> { ["a"] = Given.HealthyAgent() },
            Now).From(10);

        // With the last one's revision in hand, the first caller's next "only if unchanged" would overwrite what it has not seen.
        writes.Results.Select(result => (result.State!.Revision, result.State.ReportedStatus)).ShouldBe([(10, AgentStatus.Busy), (11, AgentStatus.Active)]);
    }

    [Fact]
    public void Several_commands_come_to_the_same_as_if_each_had_been_committed_by_itself() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var commands = Enumerable.Range(0, random.Next(1, 15)).Select(_ => AnyCommand(random)).ToList();

        var together = AgentWrites.Decide(commands, new Dictionary<string, AgentRecord>(), Now);
        together.From(100);
        var records = new Dictionary<string, AgentRecord>(StringComparer.Ordinal);
        var (entries, outcomes, next) = (new List<FeedEntry>(), new List<AgentOutcome>(), 100L);
        foreach (var command in commands)
        {
            var alone = AgentWrites.Decide([command], records, Now).From(next);
            next += alone.Changes;
            entries.AddRange(alone.Entries);
            outcomes.AddRange(alone.Results.Select(result => result.Outcome));
            foreach (var record in alone.Records)
            {
                records[record.State.Id] = record;
            }
        }

        together.Changes.ShouldBe((int)(next - 100));
        together.Records.Select(record => record.State).ShouldBe(records.Values.Select(record => record.State).OrderBy(state => state.Id, StringComparer.Ordinal));
        together.Entries.Select(Told).ShouldBe(entries.Select(Told));
        together.Results.Select(result => result.Outcome).ShouldBe(outcomes);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static (long, AgentChange, string, AgentStatus, AgentHealth, bool, string?) Told(FeedEntry entry)
    {
        var change = entry.Read<AgentChanged>();
        change.Revision.ShouldBe(entry.Revision);
        (change.Agent?.Revision ?? entry.Revision).ShouldBe(entry.Revision);
        return (entry.Revision, change.Change, change.AgentId, change.Status, change.Health, change.Draining, change.Agent?.Name);
    }

    private static AgentCommand AnyCommand(Random random)
    {
        var (id, second) = (random.GetItems(new[] { "a", "b", "c" }, 1)[0], random.Next(1, 30));
        return random.Next(6) switch
        {
            0 => Command(id, Given.Deletion(second)),
            1 => Command(id, Given.Capabilities(second, $"c{random.Next(2)}")),
            2 => Command(id, Given.Change(second, draining: random.Next(2) == 0)),
            3 => Command(id, Given.Change(second, random.GetItems(Enum.GetValues<AgentStatus>(), 1)[0])),
            _ => Command(id, Given.Registration(second, name: $"Name {random.Next(3)}") with { AgentId = id }),
        };
    }

    private static AgentCommand Command(string id, RegisterAgent message) => new(id, (current, now) => AgentDecision.Decide(current, message, now));

    private static AgentCommand Command(string id, ChangeAgentStatus message) => new(id, (current, now) => AgentDecision.Decide(current, message, now));

    private static AgentCommand Command(string id, UpdateAgentCapabilities message) => new(id, (current, now) => AgentDecision.Decide(current, message, now));

    private static AgentCommand Command(string id, DeleteAgent message) => new(id, (current, now) => AgentDecision.Decide(current, message, now));
}
