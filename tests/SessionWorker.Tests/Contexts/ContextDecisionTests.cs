using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Contexts;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Contexts;

public class ContextDecisionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void First_write_creates_the_context(int? expected)
    {
        var decision = ContextDecision.Write(null, GivenContexts.Key, GivenContexts.Write(expected: expected), Given.Now);

        (decision.Outcome, decision.Change).ShouldBe((ContextOutcome.Created, ContextChange.Created));
        (decision.State!.CurrentVersion, decision.State.Versions, decision.State.CreatedAt, decision.State.UpdatedAt).ShouldBe((1, 1, Given.Now, Given.Now));
        decision.Added.ShouldBe(new ContextVersion { Version = 1, ChangeDescription = "why", CreatedBy = "alice", CreatedAt = Given.Now });
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Write_adds_a_version_and_keeps_the_pointer_of_the_last_rollback(int? expected)
    {
        var current = GivenContexts.View().State with { RollbackPointer = 1, RollbackState = RollbackState.Success };

        var decision = ContextDecision.Write(current, GivenContexts.Key, GivenContexts.Write(expected: expected), Given.Now);

        (decision.Outcome, decision.Change, decision.Version).ShouldBe((ContextOutcome.Updated, ContextChange.Written, 4));
        decision.State.ShouldBe(current with { CurrentVersion = 4, Versions = 4, UpdatedAt = Given.Now });
        decision.Added!.RollbackPointer.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Command_that_expects_another_version_is_refused(int expected)
    {
        var current = GivenContexts.View();
        ContextDecision[] decisions =
        [
            ContextDecision.Write(current.State, GivenContexts.Key, GivenContexts.Write(expected: expected), Given.Now),
            ContextDecision.Rollback(current, GivenContexts.Rollback(1, expected: expected), Given.Now),
            ContextDecision.Delete(current.State, GivenContexts.Delete(expected), Given.Now),
        ];

        decisions.ShouldAllBe(decision => decision.Refusal == ContextConflictReason.Version && decision.Outcome == null && decision.Change == null);
    }

    [Fact]
    public void Command_that_expects_a_version_of_a_missing_context_is_refused() =>
        ContextDecision.Write(null, GivenContexts.Key, GivenContexts.Write(expected: 1), Given.Now).Refusal.ShouldBe(ContextConflictReason.Version);

    [Theory]
    [InlineData(1, null)]
    [InlineData(null, "approved")]
    public void Rollback_adds_a_version_that_points_to_its_target(int? version, string? checkpoint)
    {
        var decision = ContextDecision.Rollback(GivenContexts.View(3, ("approved", 1)), GivenContexts.Rollback(version, checkpoint), Given.Now);

        (decision.Outcome, decision.Change, decision.Version, decision.RollbackPointer).ShouldBe((ContextOutcome.Updated, ContextChange.RolledBack, 4, 1));
        (decision.State!.CurrentVersion, decision.State.RollbackPointer, decision.State.RollbackState).ShouldBe((4, 1, RollbackState.Success));
        decision.Added.ShouldBe(new ContextVersion { Version = 4, RollbackPointer = 1, CreatedBy = "bob", CreatedAt = Given.Now });
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(null, "latest")]
    public void Rollback_to_the_current_version_is_refused(int? version, string? checkpoint) =>
        ContextDecision.Rollback(GivenContexts.View(3, ("latest", 3)), GivenContexts.Rollback(version, checkpoint), Given.Now)
            .Refusal.ShouldBe(ContextConflictReason.Current);

    [Fact]
    public void Command_on_a_missing_target_changes_nothing()
    {
        ContextDecision[] decisions =
        [
            ContextDecision.Rollback(null, GivenContexts.Rollback(1), Given.Now),
            ContextDecision.Rollback(GivenContexts.View(), GivenContexts.Rollback(4), Given.Now),
            ContextDecision.Rollback(GivenContexts.View(), GivenContexts.Rollback(checkpoint: "approved"), Given.Now),
            ContextDecision.NameCheckpoint(null, GivenContexts.Name("approved"), 10, Given.Now),
            ContextDecision.NameCheckpoint(GivenContexts.View(), GivenContexts.Name("approved", 4), 10, Given.Now),
            ContextDecision.RemoveCheckpoint(null, GivenContexts.RemoveCheckpoint("approved"), Given.Now),
            ContextDecision.RemoveCheckpoint(GivenContexts.View(), GivenContexts.RemoveCheckpoint("approved"), Given.Now),
            ContextDecision.Delete(null, GivenContexts.Delete(), Given.Now),
            ContextDecision.Delete(null, GivenContexts.Delete(3), Given.Now),
        ];

        decisions.ShouldAllBe(decision => decision.Outcome == null && decision.Refusal == null && decision.Change == null);
    }

    [Fact]
    public void Checkpoint_is_named_moved_left_unchanged_and_removed()
    {
        var named = ContextDecision.NameCheckpoint(GivenContexts.View(), GivenContexts.Name("approved"), 1, Given.Now);
        (named.Change, named.Version, named.Checkpoint).ShouldBe((ContextChange.CheckpointNamed, 3, "approved"));
        var moved = ContextDecision.NameCheckpoint(GivenContexts.View(3, ("approved", 1)), GivenContexts.Name("approved", 2), 1, Given.Now);
        (moved.Change, moved.Version).ShouldBe((ContextChange.CheckpointNamed, 2));
        var same = ContextDecision.NameCheckpoint(GivenContexts.View(3, ("approved", 2)), GivenContexts.Name("approved", 2), 1, Given.Now);
        (same.Outcome, same.Change).ShouldBe((ContextOutcome.Unchanged, null));
        var removed = ContextDecision.RemoveCheckpoint(GivenContexts.View(3, ("approved", 2)), GivenContexts.RemoveCheckpoint("approved"), Given.Now);
        (removed.Change, removed.Version, removed.Checkpoint).ShouldBe((ContextChange.CheckpointRemoved, 2, "approved"));
    }

    [Fact]
    public void Checkpoint_beyond_the_maximum_is_refused() =>
        ContextDecision.NameCheckpoint(GivenContexts.View(3, ("a", 1), ("b", 1)), GivenContexts.Name("c"), 2, Given.Now).Refusal.ShouldBe(ContextConflictReason.Full);

    [Fact]
    public void Repeat_returns_the_version_it_made_while_that_is_kept()
    {
        var current = GivenContexts.View();
        var made = current.History.Versions[1];

        var known = ContextDecision.Repeat(current, made.MessageId, makesVersion: true);
        (known.Outcome, known.Version, known.Change).ShouldBe((ContextOutcome.Unchanged, 2, null));
        ContextDecision.Repeat(current, Guid.NewGuid(), makesVersion: true).Outcome.ShouldBe(ContextOutcome.Stale);
        ContextDecision.Repeat(null, Guid.NewGuid(), makesVersion: true).Outcome.ShouldBe(ContextOutcome.Stale);
        ContextDecision.Repeat(null, Guid.NewGuid(), makesVersion: false).Outcome.ShouldBe(ContextOutcome.Unchanged);
    }
}
