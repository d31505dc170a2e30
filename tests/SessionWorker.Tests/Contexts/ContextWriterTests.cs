using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.Storage.Contexts;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Contexts;

/// <summary>The writer on real tables.</summary>
public class ContextWriterTests
{
    [Fact]
    public async Task Each_change_of_a_context_is_an_event_without_its_data()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write("""{"a":"secret"}""")));
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write("""{"a":2}""", expected: 1)));
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Name("approved", 1), worker.Limits));
        var back = await worker.WriteAsync(ContextCommand.Of(GivenContexts.Rollback(checkpoint: "approved", expected: 2)));
        var whole = (await FindAsync(worker))!;
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.RemoveCheckpoint("approved")));
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Delete(3)));

        (back.Outcome, back.Version, back.RollbackPointer).ShouldBe((ContextOutcome.Updated, 3, 1));
        (whole.CurrentVersion, whole.Data!.Value.GetRawText(), whole.RollbackPointer, whole.RollbackState).ShouldBe((3, """{"a":"secret"}""", 1, RollbackState.Success));
        (await FindAsync(worker)).ShouldBeNull();
        var entries = await worker.Store.Feed.ReadAsync(0, 10, CancellationToken.None);
        entries.Select(entry => entry.Read<ContextChanged>().Change).ShouldBe(
        [
            ContextChange.Created, ContextChange.Written, ContextChange.CheckpointNamed, ContextChange.RolledBack, ContextChange.CheckpointRemoved, ContextChange.Deleted,
        ]);
        entries.ShouldAllBe(entry => !entry.Body.Contains("secret", StringComparison.Ordinal) && entry.AgentId == GivenContexts.Key.AgentId);
    }

    [Fact]
    public async Task Repeated_command_has_no_second_effect()
    {
        await using var worker = await Embedded.StartAsync();
        ContextCommand[] commands =
        [
            ContextCommand.Of(GivenContexts.Write(expected: 0)), ContextCommand.Of(GivenContexts.Write(expected: 1)),
            ContextCommand.Of(GivenContexts.Name("approved", 1), worker.Limits), ContextCommand.Of(GivenContexts.Rollback(1, expected: 2)),
        ];
        foreach (var command in commands)
        {
            (await worker.WriteAsync(command)).Outcome.ShouldNotBeNull();
        }

        var again = new List<(ContextOutcome?, int?)>();
        foreach (var command in commands)
        {
            var result = await worker.WriteAsync(command);
            again.Add((result.Outcome, result.Version));
        }

        again.ShouldBe([(ContextOutcome.Unchanged, 1), (ContextOutcome.Unchanged, 2), (ContextOutcome.Unchanged, 3), (ContextOutcome.Unchanged, 3)]);
        (await worker.Store.Feed.ReadAsync(0, 10, CancellationToken.None)).Count.ShouldBe(4);
        var deletion = ContextCommand.Of(GivenContexts.Delete());
        await worker.WriteAsync(deletion);
        (await worker.WriteAsync(commands[0])).Outcome.ShouldBe(ContextOutcome.Stale);
        (await FindAsync(worker)).ShouldBeNull();
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write()));
        (await worker.WriteAsync(deletion)).Outcome.ShouldBe(ContextOutcome.Unchanged);
        (await FindAsync(worker)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Refused_message_is_decided_again_when_repeated_even_if_its_batch_was_committed()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write()));
        var early = ContextCommand.Of(GivenContexts.Rollback(4));

        // While the first is committed, the others come together.
        ContextCommand[] commands = [ContextCommand.Of(GivenContexts.Write()), early, ContextCommand.Of(GivenContexts.Write())];
        (await Task.WhenAll(commands.Select(worker.WriteAsync)))[1].Outcome.ShouldBeNull();
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write()));
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write()));

        var late = await worker.WriteAsync(early);

        (late.Outcome, late.Version, late.RollbackPointer).ShouldBe((ContextOutcome.Updated, 6, 4));
    }

    [Fact]
    public async Task One_of_twenty_writers_wins_each_version()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write("""{"n":0}""")));

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            var mine = new List<int>();
            while (mine.Count < 5)
            {
                var seen = (await FindAsync(worker))!.CurrentVersion;
                var data = string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{writer}}}");
                if (await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write(data, seen))) is { Outcome: ContextOutcome.Updated } result)
                {
                    mine.Add(result.Version.GetValueOrDefault());
                }
            }

            return mine;
        }));

        won.SelectMany(versions => versions).Order().ShouldBe(Enumerable.Range(2, 100));
    }

    [Fact]
    public async Task History_limit_removes_the_oldest_but_no_checkpoint_or_rollback_target()
    {
        await using var worker = await Embedded.StartAsync(("Contexts:HistoryLimit", "5"));
        for (var i = 0; i < 3; i++)
        {
            await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write()));
        }

        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Name("approved", 1), worker.Limits));
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Rollback(2)));
        for (var i = 0; i < 10; i++)
        {
            await worker.WriteAsync(ContextCommand.Of(GivenContexts.Write()));
        }

        (await VersionsAsync(worker)).ShouldBe([14, 13, 12, 11, 10, 2, 1]);
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.RemoveCheckpoint("approved")));
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Rollback(12)));
        (await VersionsAsync(worker)).ShouldBe([15, 14, 13, 12, 11]);
    }

    [Fact]
    public async Task Same_name_in_another_workspace_is_another_context()
    {
        await using var worker = await Embedded.StartAsync();
        var write = GivenContexts.Write();
        foreach (var workspace in new[] { "one", "two" })
        {
            (await worker.WriteAsync(ContextCommand.Of(write with { Workspace = workspace }))).Outcome.ShouldBe(ContextOutcome.Created);
        }

        (await worker.WriteAsync(ContextCommand.Of(GivenContexts.Rollback(1) with { Workspace = "three" }))).Outcome.ShouldBeNull();
        await worker.WriteAsync(ContextCommand.Of(GivenContexts.Delete() with { Workspace = "one" }));
        (await FindAsync(worker, "one")).ShouldBeNull();
        (await FindAsync(worker, "two")).ShouldNotBeNull();
    }

    private static Task<ContextDetails?> FindAsync(Embedded worker, string workspace = Defaults.Workspace) =>
        worker.Store.Contexts.FindAsync(GivenContexts.Key with { Workspace = workspace }, null, null, CancellationToken.None);

    private static async Task<IEnumerable<int>> VersionsAsync(Embedded worker) =>
        (await worker.Store.Contexts.ListVersionsAsync(GivenContexts.Key, null, 100, CancellationToken.None))!.Versions.Select(version => version.Version);
}
