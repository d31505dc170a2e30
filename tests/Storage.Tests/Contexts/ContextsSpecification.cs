using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Contexts;

/// <summary>What contexts and their versions are, whichever side they are on.</summary>
public abstract class ContextsSpecification(TestTables tables)
{
    private readonly GivenContexts _given = new(tables);

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Context_is_read_at_its_current_any_and_named_version()
    {
        var state = _given.State("whole", version: 2) with { RollbackPointer = 1, RollbackState = RollbackState.Success, UpdatedAt = Given.Now.AddMinutes(1), Revision = 42 };
        var second = GivenContexts.Version(state.Key, 2, """{"b":1.50,"a":"测试 🤖","c":null}""") with
        {
            Version = new() { Version = 2, ChangeDescription = "line 1\nline 2", CreatedBy = "alice", CreatedAt = Given.Now, RollbackPointer = 1 },
        };
        await Store.CommitAsync(async transaction =>
        {
            await transaction.Contexts.SaveAsync([state], Token);
            await transaction.Contexts.AddVersionsAsync([GivenContexts.Version(state.Key, 1), second], Token);
            await transaction.Contexts.SaveCheckpointsAsync([new(state.Key, "z-first", 1), new(state.Key, "approved", 1)], Token);
        });

        var read = (await Store.Contexts.FindAsync(state.Key, null, null, Token))!;

        (read.Workspace, read.AgentId, read.Name).ShouldBe((_given.Workspace, "coder", "whole"));
        (read.CurrentVersion, read.VersionCount, read.RollbackPointer, read.RollbackState, read.Revision).ShouldBe((2, 2, 1, RollbackState.Success, 42));
        (read.CreatedAt, read.UpdatedAt).ShouldBe((state.CreatedAt, state.UpdatedAt));
        read.Read.ShouldBe(second.Version);
        read.Data!.Value.GetRawText().ShouldBe(second.Data);
        read.Checkpoints.Select(checkpoint => (checkpoint.Checkpoint, checkpoint.Version)).ShouldBe([("approved", 1), ("z-first", 1)]);
        (await _given.DataAsync(state.Key, version: 1)).ShouldBe("""{"n":1}""");
        (await _given.DataAsync(state.Key, checkpoint: "approved")).ShouldBe("""{"n":1}""");
        (await Store.Contexts.FindAsync(state.Key, 3, null, Token)).ShouldBeNull();
        (await Store.Contexts.FindAsync(state.Key, null, "nowhere", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Locked_context_equals_the_saved_one()
    {
        var state = _given.State("locked", version: 3) with { RollbackPointer = 2, RollbackState = RollbackState.Success };
        await _given.WriteAsync(state, new StoredCheckpoint(state.Key, "approved", 1));

        await Store.CommitAsync(async transaction =>
        {
            (await transaction.Contexts.LockAsync([state.Key], [], Token))[state.Key].ShouldBe(state);
            var history = (await transaction.Contexts.ReadHistoryAsync([state.Key], Token))[state.Key];
            history.Versions.Select(kept => (kept.Version, kept.RollbackPointer)).ShouldBe([(1, null), (2, null), (3, null)]);
            history.Versions.Select(kept => kept.MessageId).ShouldBeUnique();
            history.Checkpoints.ShouldBe(new Dictionary<string, int> { ["approved"] = 1 });
            (await transaction.Contexts.ReadHistoryAsync([], Token)).ShouldBeEmpty();
        });
    }

    [Fact]
    public async Task Context_is_invisible_to_other_workspaces_and_agents()
    {
        var mine = _given.State("same-name", version: 2);
        await _given.WriteAsync(mine, new StoredCheckpoint(mine.Key, "approved", 1));
        ContextKey[] others = [mine.Key with { Workspace = $"{_given.Workspace}-2" }, mine.Key with { AgentId = "another" }];
        foreach (var other in others)
        {
            (await Store.Contexts.FindAsync(other, null, null, Token)).ShouldBeNull();
            (await Store.Contexts.FindAsync(other, 1, null, Token)).ShouldBeNull();
            (await Store.Contexts.FindAsync(other, null, "approved", Token)).ShouldBeNull();
            (await Store.Contexts.ListVersionsAsync(other, null, 10, Token)).ShouldBeNull();
            (await Store.Contexts.DiffAsync(other, 1, 2, Token)).ShouldBeNull();
            (await Store.Contexts.ListAsync(new() { Workspace = other.Workspace, AgentId = other.AgentId }, Token)).Contexts.ShouldBeEmpty();
            await Store.CommitAsync(async transaction =>
            {
                (await transaction.Contexts.LockAsync([other], [], Token)).ShouldBeEmpty();
                (await transaction.Contexts.ReadHistoryAsync([other], Token)).ShouldBeEmpty();
                await transaction.Contexts.RemoveCheckpointsAsync([(other, "approved")], Token);
                await transaction.Contexts.RemoveVersionsAsync([(other, 1)], Token);
                await transaction.Contexts.DeleteAsync([other], Token);
            });
        }

        (await _given.DataAsync(mine.Key, checkpoint: "approved")).ShouldBe("""{"n":1}""");
        (await Store.Contexts.ListVersionsAsync(mine.Key, null, 10, Token))!.Versions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Rollback_copies_the_data_of_its_version()
    {
        var state = _given.State("copied", version: 2);
        await _given.WriteAsync(state);

        await Store.CommitAsync(async transaction =>
        {
            await transaction.Contexts.SaveAsync([state with { CurrentVersion = 3, Versions = 3, RollbackPointer = 1, RollbackState = RollbackState.Success }], Token);
            await transaction.Contexts.AddVersionsAsync(
                [GivenContexts.Version(state.Key, 3) with { Data = null, CopyOf = 1, Version = new() { Version = 3, RollbackPointer = 1, CreatedBy = "alice", CreatedAt = Given.Now } }], Token);
        });

        var read = (await Store.Contexts.FindAsync(state.Key, null, null, Token))!;
        (read.Data!.Value.GetRawText(), read.Read.RollbackPointer, read.Read.CreatedBy).ShouldBe(("""{"n":1}""", 1, "alice"));
    }

    [Theory]
    [InlineData("the current one")]
    [InlineData("a checkpoint's")]
    [InlineData("a rollback's")]
    public async Task Constraints_keep_a_referenced_version(string which)
    {
        var state = _given.State($"kept-{which.Replace(' ', '-').Replace('\'', '-')}", version: 4) with { RollbackPointer = 2, RollbackState = RollbackState.Success };
        await _given.WriteAsync(state, new StoredCheckpoint(state.Key, "approved", 1));
        var version = which switch { "the current one" => 4, "a checkpoint's" => 1, _ => 2 };

        var fault = await Should.ThrowAsync<Exception>(() => RemoveAsync(state.Key, version));
        (StoreFaults.IsBadRow(fault), StoreFaults.IsUnavailable(fault)).ShouldBe((true, false));
        await RemoveAsync(state.Key, 3);

        (await Store.Contexts.ListVersionsAsync(state.Key, null, 10, Token))!.Versions.Select(kept => kept.Version).ShouldBe([4, 2, 1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Constraints_refuse_a_second_version_of_the_same_number_or_message(bool isSameMessage)
    {
        var state = _given.State($"twice-{isSameMessage}");
        var first = GivenContexts.Version(state.Key, 1);
        await AddAsync(state, first);

        var second = isSameMessage ? first with { Version = new() { Version = 2, CreatedAt = Given.Now } } : GivenContexts.Version(state.Key, 1);
        var fault = await Should.ThrowAsync<Exception>(() => AddAsync(state, second));

        (StoreFaults.IsBadRow(fault), StoreFaults.IsUnavailable(fault)).ShouldBe((true, false));
        (await Store.Contexts.ListVersionsAsync(state.Key, null, 10, Token))!.Versions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Versions_and_checkpoints_go_with_their_context_and_the_name_is_free_again()
    {
        var state = _given.State("gone", version: 3) with { RollbackPointer = 1, RollbackState = RollbackState.Success };
        await _given.WriteAsync(state, new StoredCheckpoint(state.Key, "approved", 2));

        await Store.CommitAsync(transaction => transaction.Contexts.DeleteAsync([state.Key], Token));
        (await Store.Contexts.FindAsync(state.Key, null, null, Token)).ShouldBeNull();
        (await Store.Contexts.ListVersionsAsync(state.Key, null, 10, Token)).ShouldBeNull();
        await _given.WriteAsync(_given.State("gone"));

        var again = (await Store.Contexts.FindAsync(state.Key, null, null, Token))!;
        (again.CurrentVersion, again.Checkpoints.Count, again.RollbackPointer).ShouldBe((1, 0, null));
    }

    [Fact]
    public async Task A_checkpoint_moves_and_is_removed_and_its_version_stays()
    {
        var state = _given.State("named", version: 2);
        await _given.WriteAsync(state, new StoredCheckpoint(state.Key, "approved", 1));

        await Store.CommitAsync(transaction => transaction.Contexts.SaveCheckpointsAsync([new(state.Key, "approved", 2)], Token));
        (await _given.DataAsync(state.Key, checkpoint: "approved")).ShouldBe("""{"n":2}""");
        await Store.CommitAsync(transaction => transaction.Contexts.RemoveCheckpointsAsync([(state.Key, "approved")], Token));

        (await _given.DataAsync(state.Key, checkpoint: "approved")).ShouldBeNull();
        (await _given.DataAsync(state.Key, version: 2)).ShouldBe("""{"n":2}""");
    }

    [Fact]
    public async Task Concurrent_creations_of_a_name_find_the_first()
    {
        var state = _given.State("raced");
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                ContextState? before = null;
                await Store.CommitAsync(async transaction =>
                {
                    before = (await transaction.Contexts.LockAsync([state.Key], [state.Key], Token)).GetValueOrDefault(state.Key);
                    if (before is null)
                    {
                        await transaction.Contexts.SaveAsync([state], Token);
                        await transaction.Contexts.AddVersionsAsync([GivenContexts.Version(state.Key, 1)], Token);
                    }
                });
                return before;
            },
            Token)));

        found.Count(before => before is null).ShouldBe(1);
        found.OfType<ContextState>().ShouldAllBe(before => before.CurrentVersion == 1);
    }

    [Fact]
    public async Task Reserved_name_that_was_not_created_is_free()
    {
        var key = _given.State("held").Key;
        await Store.CommitAsync(transaction => transaction.Contexts.LockAsync([key], [key], Token));

        (await Store.Contexts.FindAsync(key, null, null, Token)).ShouldBeNull();
        (await Store.Contexts.ListAsync(new() { Workspace = _given.Workspace }, Token)).Contexts.ShouldAllBe(context => context.Name != "held");
    }

    [Fact]
    public Task Each_version_has_one_of_many_concurrent_writers() => Property.ForAllAsync(3, async random =>
    {
        var key = _given.State($"crowd-{random.Next()}").Key;
        var counts = Enumerable.Range(0, 8).Select(_ => random.Next(1, 8)).ToList();

        await Task.WhenAll(counts.Select((count, writer) => Task.Run(
            async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await AppendAsync(key, $$"""{"writer":{{writer}},"i":{{i}}}""");
                }
            },
            Token)));

        var page = (await Store.Contexts.ListVersionsAsync(key, null, 100, Token))!;
        page.Versions.Select(version => version.Version).ShouldBe(Enumerable.Range(1, counts.Sum()).Reverse());
        page.CurrentVersion.ShouldBe(counts.Sum());
    });

    /// <summary>As the worker writes, in as few words as possible.</summary>
    private Task AppendAsync(ContextKey key, string data) => Store.CommitAsync(async transaction =>
    {
        var state = (await transaction.Contexts.LockAsync([key], [key], Token)).GetValueOrDefault(key) ?? _given.State(key.Name, version: 0);
        var number = state.CurrentVersion + 1;
        await transaction.Contexts.SaveAsync([state with { CurrentVersion = number, Versions = number }], Token);
        await transaction.Contexts.AddVersionsAsync([GivenContexts.Version(key, number, data)], Token);
    });

    private Task AddAsync(ContextState state, StoredVersion version) => Store.CommitAsync(async transaction =>
    {
        await transaction.Contexts.SaveAsync([state], Token);
        await transaction.Contexts.AddVersionsAsync([version], Token);
    });

    private Task RemoveAsync(ContextKey key, int version) =>
        Store.CommitAsync(transaction => transaction.Contexts.RemoveVersionsAsync([(key, version)], Token));
}

public sealed class ContextsInPostgres(PostgresTables tables) : ContextsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class ContextsInSqlite(SqliteTables tables) : ContextsSpecification(tables), IClassFixture<SqliteTables>;
