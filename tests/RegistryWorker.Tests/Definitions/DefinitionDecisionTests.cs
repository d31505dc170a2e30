using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Definitions;
using AgentRegistry.Storage.Definitions;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Definitions;

public class DefinitionDecisionTests
{
    private static readonly DateTimeOffset Now = Given.At(60);

    private static DefinitionView Current => new(
        new DefinitionState
        {
            Key = new("default", "reviewer"),
            CurrentVersion = 3,
            CreatedAt = Given.Start,
            UpdatedAt = Given.Start,
            Revision = 7,
        }.Showing(Content("third")),
        new Dictionary<string, int>(StringComparer.Ordinal) { ["stable"] = 2 },
        Content("third"));

    [Fact]
    public void An_invalid_schema_is_refused_with_its_place() =>
        Faults("""{"properties":{"a":{"type":"text"}}}""", "{}").ShouldHaveSingleItem().Field.ShouldBe("content.configurationSchema/properties/a/type");

    [Fact]
    public void A_default_configuration_that_breaks_the_schema_is_refused_with_its_place() =>
        Faults("""{"required":["a"]}""", "{}").ShouldHaveSingleItem().Field.ShouldBe("content.defaultConfiguration/a");

    [Fact]
    public void A_schema_without_a_default_configuration_is_accepted()
    {
        Faults("""{"required":["a"]}""", null).ShouldBeEmpty();
        DefinitionDecision.Faults(new DefinitionContent()).ShouldBeEmpty();
    }

    private static IReadOnlyList<Fault> Faults(string schema, string? configuration) => DefinitionDecision.Faults(new DefinitionContent
    {
        ConfigurationSchema = JsonElement.Parse(schema),
        DefaultConfiguration = configuration is null ? null : JsonElement.Parse(configuration),
    });

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void The_first_to_be_saved_makes_the_definition(int? expected)
    {
        var decision = DefinitionDecision.Save(null, Save("first", expected), Now);

        (decision.Outcome, decision.Change, decision.Version).ShouldBe((DefinitionOutcome.Created, DefinitionChange.Created, 1));
        (decision.State!.CurrentVersion, decision.State.Name, decision.State.Enabled, decision.State.CreatedAt).ShouldBe((1, "first", true, Now));
        decision.Added.ShouldBe(new DefinitionVersion { Version = 1, ChangeDescription = "why", CreatedBy = "alice", CreatedAt = Now });
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void What_it_says_anew_is_its_next_version_and_it_stays_switched_as_it_was(int? expected)
    {
        var current = Current with { State = Current.State with { Enabled = false } };

        var decision = DefinitionDecision.Save(current, Save("fourth", expected), Now);

        (decision.Outcome, decision.Change, decision.Version).ShouldBe((DefinitionOutcome.Updated, DefinitionChange.Saved, 4));
        (decision.State!.CurrentVersion, decision.State.Name, decision.State.Enabled, decision.State.UpdatedAt).ShouldBe((4, "fourth", false, Now));
    }

    [Fact]
    public void What_it_says_already_makes_no_version()
    {
        var decision = DefinitionDecision.Save(Current, Save("third"), Now);
        (decision.Outcome, decision.Change, decision.Added).ShouldBe((DefinitionOutcome.Unchanged, null, null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Who_expects_another_version_than_the_current_one_is_refused(int expected)
    {
        DefinitionDecision[] decisions =
        [
            DefinitionDecision.Save(Current, Save("third", expected), Now),
            DefinitionDecision.Restore(Current, Restore("1") with { ExpectedVersion = expected }, Now),
            DefinitionDecision.Delete(Current, new DeleteDefinition { Slug = "reviewer", ExpectedVersion = expected }, Now),
        ];

        decisions.ShouldAllBe(decision => decision.Refusal == DefinitionConflictReason.Version && decision.Outcome == null && decision.Change == null);
        DefinitionDecision.Save(null, Save("first", 1), Now).Refusal.ShouldBe(DefinitionConflictReason.Version);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("stable", 2)]
    public void A_restored_version_is_a_new_one(string name, int version)
    {
        var decision = DefinitionDecision.Restore(Current with { Content = Content("early") }, Restore(name), Now);

        (decision.Outcome, decision.Change, decision.Version).ShouldBe((DefinitionOutcome.Updated, DefinitionChange.Restored, 4));
        (decision.Added!.RestoredFrom, decision.Content!.Name, decision.State!.Name).ShouldBe((version, "early", "early"));
    }

    [Theory]
    [InlineData("3", DefinitionConflictReason.Current)]
    [InlineData("latest", DefinitionConflictReason.Current)]
    [InlineData("4", null)]
    [InlineData("nowhere", null)]
    public void Neither_the_current_version_nor_one_that_is_not_there_is_restored(string name, DefinitionConflictReason? reason)
    {
        var decision = DefinitionDecision.Restore(Current, Restore(name), Now);
        (decision.Outcome, decision.Refusal, decision.Change).ShouldBe((null, reason, null));
    }

    [Fact]
    public void Switching_is_no_version()
    {
        var off = DefinitionDecision.Switch(Current, new SwitchDefinition { Enabled = false }, Now);
        (off.Outcome, off.Change, off.State!.Enabled, off.State.CurrentVersion, off.Added).ShouldBe((DefinitionOutcome.Updated, DefinitionChange.Switched, false, 3, null));
        DefinitionDecision.Switch(Current, new SwitchDefinition { Enabled = true }, Now).Outcome.ShouldBe(DefinitionOutcome.Unchanged);
    }

    [Theory]
    [InlineData("next", null, DefinitionOutcome.Updated, 3)]
    [InlineData("next", "1", DefinitionOutcome.Updated, 1)]
    [InlineData("next", "stable", DefinitionOutcome.Updated, 2)]
    [InlineData("stable", "3", DefinitionOutcome.Updated, 3)]
    [InlineData("stable", "2", DefinitionOutcome.Unchanged, 2)]
    [InlineData("next", "4", null, null)]
    [InlineData("next", "nowhere", null, null)]
    public void A_label_is_set_and_moves(string label, string? version, DefinitionOutcome? outcome, int? labelled)
    {
        var decision = DefinitionDecision.SetLabel(Current, new LabelDefinition { Label = label, Version = version }, most: 2, Now);
        (decision.Outcome, decision.Refusal, decision.Version).ShouldBe((outcome, null, labelled));
    }

    [Fact]
    public void There_are_no_more_labels_than_there_may_be()
    {
        DefinitionDecision.SetLabel(Current, new LabelDefinition { Label = "next" }, most: 1, Now).Refusal.ShouldBe(DefinitionConflictReason.Full);
        DefinitionDecision.SetLabel(Current, new LabelDefinition { Label = "stable" }, most: 1, Now).Outcome.ShouldBe(DefinitionOutcome.Updated);
    }

    [Fact]
    public void A_label_is_removed_once()
    {
        var decision = DefinitionDecision.RemoveLabel(Current, new UnlabelDefinition { Label = "stable" }, Now);
        (decision.Outcome, decision.Change, decision.Label, decision.Version).ShouldBe((DefinitionOutcome.Updated, DefinitionChange.Unlabelled, "stable", 2));
        DefinitionDecision.RemoveLabel(Current, new UnlabelDefinition { Label = "next" }, Now).Outcome.ShouldBeNull();
    }

    [Fact]
    public void A_definition_with_instances_is_not_deleted()
    {
        var refused = DefinitionDecision.Delete(Current with { Instances = 2 }, new DeleteDefinition(), Now);
        (refused.Refusal, refused.Instances, refused.Change).ShouldBe((DefinitionConflictReason.InUse, 2, null));
        DefinitionDecision.Delete(Current, new DeleteDefinition(), Now).Outcome.ShouldBe(DefinitionOutcome.Deleted);
    }

    [Fact]
    public void Of_what_is_not_there_nothing_is_done()
    {
        DefinitionDecision[] decisions =
        [
            DefinitionDecision.Restore(null, Restore("1"), Now),
            DefinitionDecision.Switch(null, new SwitchDefinition { Enabled = true }, Now),
            DefinitionDecision.SetLabel(null, new LabelDefinition { Label = "next" }, 10, Now),
            DefinitionDecision.RemoveLabel(null, new UnlabelDefinition { Label = "stable" }, Now),
            DefinitionDecision.Delete(null, new DeleteDefinition(), Now),
        ];
        decisions.ShouldAllBe(decision => decision.Outcome == null && decision.Refusal == null && decision.Change == null);
    }

    private static DefinitionContent Content(string name) => new() { Name = name };

    private static SaveDefinition Save(string name, int? expected = null) => new()
    {
        Workspace = "default",
        Slug = "reviewer",
        Content = Content(name),
        ExpectedVersion = expected,
        ChangeDescription = "why",
        CreatedBy = "alice",
    };

    private static RestoreDefinition Restore(string version) => new() { Slug = "reviewer", ToVersion = version };
}
