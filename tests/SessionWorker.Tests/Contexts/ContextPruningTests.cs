using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.Storage.Contexts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Contexts;

/// <summary>Which versions a history gives up.</summary>
public class ContextPruningTests
{
    [Fact]
    public void Oldest_versions_are_removed_first_and_none_within_the_limit()
    {
        Surplus(GivenContexts.View(3), 3).ShouldBeEmpty();
        Surplus(GivenContexts.View(5), 3).ShouldBe([1, 2]);
        Surplus(GivenContexts.View(5), 1).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Checkpoint_and_rollback_target_stay()
    {
        var view = GivenContexts.View(6, ("approved", 2));
        var pointing = view with
        {
            State = view.State with { RollbackPointer = 3 },
            History = view.History with { Versions = [.. view.History.Versions.Select(kept => kept.Version == 5 ? kept with { RollbackPointer = 1 } : kept)] },
        };

        Surplus(pointing, 2).ShouldBe([4]);
    }

    [Fact]
    public void Chain_of_rollbacks_is_removed_at_last()
    {
        // Each goes back to the one before the one before it: 3 → 1, 4 → 2, 5 → 3, …
        var view = GivenContexts.View(40);
        var chained = view with
        {
            State = view.State with { RollbackPointer = 38 },
            History = view.History with { Versions = [.. view.History.Versions.Select(kept => kept with { RollbackPointer = kept.Version > 2 ? kept.Version - 2 : null })] },
        };

        Surplus(chained, 5).ShouldBe(Enumerable.Range(1, 33));
    }

    [Fact]
    public void Newest_versions_current_checkpoints_and_targets_stay_and_all_others_are_removed() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var view = Any(random);
        var limit = random.Next(1, 12);

        var gone = Surplus(view, limit);

        var all = view.History.Versions.Select(kept => kept.Version).ToList();
        var newest = view.History.Versions.TakeLast(limit).ToList();
        var keep = newest.Select(kept => kept.Version)
            .Concat(newest.Select(kept => kept.RollbackPointer).OfType<int>())
            .Concat(view.History.Checkpoints.Values)
            .Append(view.State.CurrentVersion)
            .Append(view.State.RollbackPointer ?? view.State.CurrentVersion)
            .ToHashSet();
        all.Except(gone).ShouldBe(all.Where(keep.Contains));
        gone.ShouldBeSubsetOf(all);

        // Once is enough.
        var left = view with { History = view.History with { Versions = [.. view.History.Versions.Where(kept => !gone.Contains(kept.Version))] } };
        Surplus(left, limit).ShouldBeEmpty();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static ContextView Any(Random random)
    {
        var count = random.Next(1, 25);
        var versions = Enumerable.Range(1, count)
            .Where(number => number == count || random.Next(5) > 0)
            .Select(number => new KeptVersion(number, number > 1 && random.Next(4) == 0 ? random.Next(1, number) : null, Guid.NewGuid()))
            .ToList();
        var checkpoints = Enumerable.Range(0, random.Next(4)).ToDictionary(i => $"c{i}", _ => versions[random.Next(versions.Count)].Version, StringComparer.Ordinal);
        var view = GivenContexts.View(count);
        return new(
            view.State with { Versions = versions.Count, RollbackPointer = random.Next(2) == 0 ? versions[random.Next(versions.Count)].Version : null },
            new ContextHistory(versions, checkpoints));
    }

    private static IReadOnlyList<int> Surplus(ContextView view, int limit) => ContextPruning.Surplus(view.History, view.State, limit);
}
