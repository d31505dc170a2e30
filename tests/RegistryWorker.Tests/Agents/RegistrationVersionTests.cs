using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.Storage.Agents;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Agents;

public class RegistrationVersionTests
{
    private static readonly DateTimeOffset Now = Given.At(1_000);

    private static RestoreRegistration Restoration(double sentAt, int version = 1) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Given.At(sentAt), AgentId = "a", Version = version, ChangedBy = "ops" };

    [Fact]
    public void Each_change_is_a_version_with_its_maker_and_what_differs()
    {
        var first = Given.Registration(1, name: "One");
        var writes = Make(
            Of(first),
            Of(Given.Registration(2, name: "Two") with { ChangedBy = "release", Tags = ["gpu"] }),
            new AgentCommand("a", (current, now) => AgentDecision.Decide(current, Given.Capabilities(3, "review") with { ChangedBy = "ops" }, now)),
            new AgentCommand("a", (current, now) => AgentDecision.Decide(current, Restoration(4), first, now)));

        writes.Versions.Select(version => (version.Version.Version, version.Version.Origin, version.Version.ChangedBy, string.Join(' ', version.Version.Changed), version.Version.RestoredFrom)).ShouldBe(
        [
            (1, RegistrationOrigin.Registered, null, "", null),
            (2, RegistrationOrigin.Updated, "release", "name tags", null),
            (3, RegistrationOrigin.Capabilities, "ops", "capabilities", null),
            (4, RegistrationOrigin.Restored, "ops", "name capabilities tags", 1),
        ]);
        writes.Versions.Select(version => version.Registration.Name).ShouldBe(["One", "Two", "Two", "One"]);
        writes.Records.ShouldHaveSingleItem().State.RegistrationVersion.ShouldBe(4);
    }

    [Fact]
    public void What_says_nothing_new_is_no_version()
    {
        var writes = Make(
            Of(Given.Registration(1)),
            Of(Given.Registration(1)),
            Of(Given.Registration(2) with { StartedAt = Given.At(2), ChangedBy = "somebody" }),
            Of(Given.Registration(3) with { Status = AgentStatus.Busy, StartedAt = Given.At(2) }),
            Of(Given.Registration(0, name: "older")),
            new AgentCommand("a", (current, now) => AgentDecision.Decide(current, Given.Change(4, enabled: false), now)),
            new AgentCommand("a", (current, now) => AgentDecision.Decide(current, Given.Capabilities(5), now)),
            new AgentCommand("a", (current, now) => AgentDecision.Decide(current, Restoration(6), Given.Registration(1), now)));

        writes.Versions.ShouldHaveSingleItem().Version.Version.ShouldBe(1);
    }

    [Fact]
    public void A_restoration_takes_the_content_and_leaves_what_the_agent_is_measured_by()
    {
        var current = Given.HealthyAgent(state => state with { RegistrationVersion = 5 });
        var earlier = current.Registration with { Name = "Earlier", HeartbeatIntervalSeconds = 15, SentAt = Given.At(-50), StartedAt = Given.At(-60), MessageId = Guid.NewGuid() };
        var decision = AgentDecision.Decide(current, Restoration(10, version: 2), earlier, Now);

        (decision.Outcome, decision.Change, decision.Step!.RestoredFrom).ShouldBe((AgentOutcome.Updated, AgentChange.Updated, 2));
        var next = decision.Next!;
        (next.Registration.Name, next.State.IntervalSeconds).ShouldBe(("Earlier", 15));
        (next.Registration.SentAt, next.Registration.StartedAt, next.State.SentAt, next.State.Health).ShouldBe(
            (current.Registration.SentAt, current.Registration.StartedAt, current.State.SentAt, current.State.Health));

        // The agent has the last word; a restoration that is older than another changes nothing.
        AgentDecision.Decide(next, Given.Registration(20), Now).Step!.Origin.ShouldBe(RegistrationOrigin.Updated);
        AgentDecision.Decide(next, Restoration(9), current.Registration, Now).Outcome.ShouldBe(AgentOutcome.Stale);
        AgentDecision.Decide(null, Restoration(9), earlier, Now).Outcome.ShouldBe(AgentOutcome.NotFound);
        AgentDecision.Decide(current, Restoration(9) with { ExpectedRevision = 99 }, earlier, Now).Outcome.ShouldBe(AgentOutcome.RevisionConflict);
    }

    [Fact]
    public void A_deleted_agent_is_forgotten_and_its_numbers_go_on()
    {
        var writes = Make(
            Of(Given.Registration(1)),
            Of(Given.Registration(2, name: "Two")),
            new AgentCommand("a", (current, now) => AgentDecision.Decide(current, Given.Deletion(3), now)),
            Of(Given.Registration(4)));

        writes.Forgotten.ShouldBe(["a"]);
        writes.Versions.Select(version => version.Version.Version).ShouldBe([3]);
    }

    [Fact]
    public void Another_workspaces_agent_is_as_if_it_were_not_there()
    {
        var current = Given.HealthyAgent();
        var writes = AgentWrites.Decide(
            [new AgentCommand("a", (agent, now) => AgentDecision.Decide(agent, Restoration(9), current.Registration with { Name = "x" }, now)) { Workspace = "another" }],
            new Dictionary<string, AgentRecord> { ["a"] = current },
            Now);

        writes.Results.ShouldBe([new AgentCommitted(AgentOutcome.NotFound, null, false)]);
        writes.Records.ShouldBeEmpty();
    }

    /// <summary>Whatever comes in, in whatever batches: versions are numbered without gaps, each differs from the one before, and the last is the agent's.</summary>
    [Fact]
    public void Versions_are_the_history_of_what_the_registration_said() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Kind, byte Content)[]>(),
        steps =>
        {
            var records = new Dictionary<string, AgentRecord>();
            var versions = new List<RegisterAgent>();
            foreach (var (step, i) in steps.Select((step, i) => (step, i + 1)))
            {
                var writes = AgentWrites.Decide([CommandOf(step.Kind, step.Content, i)], records, Now);
                versions.AddRange(writes.Versions.Select(version => version.Registration));
                if (writes.Versions is [var one] && one.Version.Version != versions.Count)
                {
                    return false;
                }

                foreach (var record in writes.Records)
                {
                    records[record.State.Id] = record with { State = record.State with { Revision = i } };
                }
            }

            return versions.Zip(versions.Skip(1)).All(pair => !pair.First.SaysTheSameAs(pair.Second))
                && (versions.Count == 0 || versions[^1].SaysTheSameAs(records["a"].Registration));
        }).QuickCheckThrowOnFailure();

    private static AgentCommand CommandOf(byte kind, byte content, int second) => (kind % 4) switch
    {
        0 => Of(Given.Registration(second, name: $"n{content % 3}")),
        1 => new("a", (current, now) => AgentDecision.Decide(current, Given.Capabilities(second, $"c{content % 3}"), now)),
        2 => new("a", (current, now) => AgentDecision.Decide(current, Given.Change(second, AgentStatus.Busy), now)),
        _ => new("a", (current, now) => AgentDecision.Decide(current, Restoration(second), Given.Registration(1, name: $"n{content % 3}"), now)),
    };

    private static AgentCommand Of(RegisterAgent message) => new("a", (current, now) => AgentDecision.Decide(current, message, now));

    private static AgentWrites Make(params AgentCommand[] commands) => AgentWrites.Decide(commands, new Dictionary<string, AgentRecord>(), Now);
}
