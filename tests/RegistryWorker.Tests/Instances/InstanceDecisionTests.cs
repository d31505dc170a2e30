using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Instances;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Instances;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Instances;

public class InstanceDecisionTests
{
    private static readonly DefinitionContent Content = new()
    {
        Name = "Reviewer",
        Type = "reviewer",
        Description = "Reads changes",
        Capabilities = [new() { Name = "code_review" }],
        Tags = ["code"],
        Metadata = Json("""{"team":"core","definition":"mine"}"""),
        Factory = new() { Name = "reviewers" },
        ConfigurationSchema = Json("""
            {"properties":{"model":{"enum":["small","large"]},"files":{"type":"integer","minimum":1}},"required":["language"],"additionalProperties":true}
            """),
        DefaultConfiguration = Json("""{"language":"python"}"""),
    };

    public static TheoryData<AgentStatus, AgentStatus> Pairs =>
        new(Enum.GetValues<AgentStatus>().SelectMany(from => Enum.GetValues<AgentStatus>().Select(to => (from, to))));

    [Fact]
    public void What_is_spawned_is_an_agent_as_its_definition_says()
    {
        var decision = InstanceDecision.Spawn(View, Spawn(), "reviewer-1", most: 3, Given.At(10));

        (decision.Outcome, decision.Change, decision.Status).ShouldBe((InstanceOutcome.Spawned, InstanceChange.Spawned, AgentStatus.Initializing));
        (decision.State!.Definition, decision.State.Version, decision.State.Name, decision.State.Project, decision.State.Configuration).ShouldBe(
            ("reviewer", 2, "Reviewer", "apollo", """{"language":"python"}"""));
        var agent = decision.Agent!.Next!.ToAgent();
        decision.Agent.Change.ShouldBe(AgentChange.Registered);
        (agent.Id, agent.Workspace, agent.Project, agent.Name, agent.Type, agent.Description, agent.Version).ShouldBe(
            ("reviewer-1", "acme", "apollo", "Reviewer", "reviewer", "Reads changes", "2"));
        (agent.Capabilities.ShouldHaveSingleItem().Name, agent.Tags.ShouldHaveSingleItem(), agent.Factory!.Name).ShouldBe(("code_review", "code", "reviewers"));
        JsonSerializer.Serialize(agent.Metadata).ShouldBe("""{"team":"core","definition":"reviewer","definition_version":2}""");
    }

    [Fact]
    public void A_configuration_that_breaks_three_rules_is_refused_with_all_three()
    {
        var decision = InstanceDecision.Spawn(View, Spawn() with { Configuration = Json("""{"model":"huge","files":0}""") }, "reviewer-1", 3, Given.At(10));

        decision.Faults.Select(fault => fault.Field).ShouldBe(["configuration/model", "configuration/files", "configuration/language"], ignoreOrder: true);
        (decision.Outcome, decision.Agent, decision.Change).ShouldBe((null, null, null));
    }

    [Fact]
    public void There_is_no_spawning_without_room_from_what_is_off_and_for_an_id_that_is_taken()
    {
        InstanceDecision.Spawn(View with { Instances = 3 }, Spawn(), "a", 3, Given.At(10)).Refusal.ShouldBe(InstanceConflictReason.Full);
        InstanceDecision.Spawn(View with { Definition = View.Definition! with { Enabled = false } }, Spawn(), "a", 3, Given.At(10)).Refusal.ShouldBe(InstanceConflictReason.Disabled);
        InstanceDecision.Spawn(View with { Agent = Given.Agent() }, Spawn(), "a", 3, Given.At(10)).Refusal.ShouldBe(InstanceConflictReason.Taken);

        // Deleted later than this was sent: it must not come back.
        var deleted = Given.Agent(state => state with { DeletedAt = Given.At(20), SentAt = Given.At(20) });
        InstanceDecision.Spawn(View with { Agent = deleted }, Spawn(), "a", 3, Given.At(30)).Refusal.ShouldBe(InstanceConflictReason.Taken);
        var before = Given.Agent(state => state with { DeletedAt = Given.At(1), SentAt = Given.At(1) });
        InstanceDecision.Spawn(View with { Agent = before }, Spawn(), "a", 3, Given.At(30)).Outcome.ShouldBe(InstanceOutcome.Spawned);
    }

    [Fact]
    public void From_what_is_not_there_nothing_is_spawned()
    {
        foreach (var view in new[] { View with { Definition = null }, View with { Content = null } })
        {
            var decision = InstanceDecision.Spawn(view, Spawn(), "a", 3, Given.At(10));
            (decision.Outcome, decision.Refusal, decision.Faults.Count).ShouldBe((null, null, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_status_follows_another_as_the_table_says_and_else_is_refused_with_the_one_that_holds(AgentStatus from, AgentStatus to)
    {
        var current = Instance(from);

        var decision = InstanceDecision.ChangeStatus(current, new() { InstanceId = "a", Status = to, SentAt = Given.At(30) }, Given.At(31));

        if (from == to)
        {
            (decision.Outcome, decision.Change).ShouldBe((InstanceOutcome.Unchanged, null));
        }
        else if (InstanceTransitions.After(from).Contains(to))
        {
            (decision.Outcome, decision.Change, decision.Status).ShouldBe((InstanceOutcome.Updated, InstanceChange.StatusChanged, to));
            decision.Agent!.Next!.State.Status.ShouldBe(to);
        }
        else
        {
            (decision.Outcome, decision.Refusal, decision.Status, decision.Agent).ShouldBe((null, InstanceConflictReason.Status, from, null));
        }
    }

    [Fact]
    public void From_every_status_every_other_can_be_reached_and_each_can_end()
    {
        foreach (var from in Enum.GetValues<AgentStatus>())
        {
            var reached = new HashSet<AgentStatus> { from };
            int before;
            do
            {
                before = reached.Count;
                reached.UnionWith(reached.SelectMany(InstanceTransitions.After).ToList());
            }
            while (reached.Count > before);

            reached.Count.ShouldBe(Enum.GetValues<AgentStatus>().Length, $"{from}");
            InstanceTransitions.After(from).ShouldNotContain(from);
            (from == AgentStatus.Offline || InstanceTransitions.After(from).Contains(AgentStatus.Offline)).ShouldBeTrue();
        }
    }

    [Fact]
    public void The_last_error_is_kept_when_all_is_well_again()
    {
        var failed = InstanceDecision.ChangeStatus(
            Instance(AgentStatus.Busy), new() { InstanceId = "a", Status = AgentStatus.Error, Error = "line 1\nline 2", SentAt = Given.At(30) }, Given.At(31));
        failed.State!.LastError.ShouldBe(new InstanceError { Message = "line 1\nline 2", At = Given.At(31) });
        failed.Agent!.Next!.State.ReportedStatus.ShouldBe(AgentStatus.Error);

        var well = InstanceDecision.ChangeStatus(
            new(failed.State, failed.Agent.Next), new() { InstanceId = "a", Status = AgentStatus.Idle, SentAt = Given.At(40) }, Given.At(41));
        (well.Status, well.State!.LastError!.Message).ShouldBe((AgentStatus.Idle, "line 1\nline 2"));
    }

    [Fact]
    public void A_late_word_changes_nothing()
    {
        var current = Instance(AgentStatus.Idle);
        current = current with { Agent = current.Agent with { State = current.Agent.State with { StatusCommandedAt = Given.At(50) } } };
        InstanceDecision.ChangeStatus(current, new() { InstanceId = "a", Status = AgentStatus.Busy, SentAt = Given.At(30) }, Given.At(51))
            .ShouldSatisfyAllConditions(late => late.Outcome.ShouldBe(InstanceOutcome.Unchanged), late => late.Agent.ShouldBeNull());
    }

    [Fact]
    public void Another_configuration_keeps_the_schema_or_is_refused()
    {
        var current = Instance(AgentStatus.Idle) with { Content = Content };

        var decision = InstanceDecision.Configure(current, Configure("""{"language":"csharp"}"""), Given.At(31));
        (decision.Outcome, decision.State!.Configuration, decision.Agent).ShouldBe((InstanceOutcome.Updated, """{"language":"csharp"}""", null));
        InstanceDecision.Configure(current, Configure("""{"language":"python"}"""), Given.At(31)).Outcome.ShouldBe(InstanceOutcome.Unchanged);
        InstanceDecision.Configure(current, Configure("""{"files":"many"}"""), Given.At(31)).Faults.Count.ShouldBe(2);
        InstanceDecision.Configure(current, Configure("{}") with { ExpectedRevision = 6 }, Given.At(31)).Refusal.ShouldBe(InstanceConflictReason.Revision);
    }

    [Fact]
    public void Its_agent_ends_with_it()
    {
        var decision = InstanceDecision.Delete(Instance(AgentStatus.Busy), new() { InstanceId = "a", SentAt = Given.At(30) }, Given.At(31));
        (decision.Outcome, decision.Agent!.Change, decision.Agent.Next!.State.Exists).ShouldBe((InstanceOutcome.Deleted, AgentChange.Deleted, false));
    }

    [Fact]
    public void An_id_is_the_same_for_the_same_message_and_never_too_long()
    {
        var message = Spawn() with { Definition = new string('d', 128) };
        var id = InstanceRegistration.IdOf(message, 128);
        (id.Length, InstanceRegistration.IdOf(message, 128)).ShouldBe((128, id));
        InstanceRegistration.IdOf(message with { MessageId = Guid.NewGuid() }, 128).ShouldNotBe(id);
    }

    private static SpawnView View => new(
        null, new DefinitionState { Key = new("acme", "reviewer"), CurrentVersion = 3 }, 2, Content, Instances: 2);

    private static SpawnInstance Spawn() => new()
    {
        MessageId = Guid.Parse("0197a7c0-1111-7222-8333-444455556666"),
        SentAt = Given.At(9),
        Workspace = "acme",
        Definition = "reviewer",
        Project = "apollo",
    };

    private static ConfigureInstance Configure(string configuration) => new() { InstanceId = "a", Configuration = Json(configuration), SentAt = Given.At(30) };

    private static InstanceView Instance(AgentStatus status) => new(
        new InstanceState { Key = new("default", "a"), Definition = "reviewer", Version = 2, Configuration = """{"language":"python"}""", Revision = 7 },
        Given.Agent(state => state with
        {
            ReportedStatus = status,
            Health = status switch { AgentStatus.Offline => AgentHealth.Offline, AgentStatus.Error => AgentHealth.Unhealthy, _ => AgentHealth.Healthy },
        }));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
