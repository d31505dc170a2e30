using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Contexts;

/// <summary>What is asked of many contexts and many versions, whichever side they are on.</summary>
public abstract class ReadingContextsSpecification(TestTables tables)
{
    private readonly GivenContexts _given = new(tables);

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("b")]
    public async Task Pages_of_a_list_have_each_context_once_by_agent_and_name(string? agent)
    {
        var states = new[] { "a", "b", "c" }.SelectMany(one => Enumerable.Range(0, 4).Select(i => _given.State($"n{i}", agent: one))).ToList();
        foreach (var state in states.OrderByDescending(state => state.Key.Name, StringComparer.Ordinal))
        {
            await _given.WriteAsync(state);
        }

        var seen = new List<(string, string)>();
        string? cursor = null;
        do
        {
            var page = await Store.Contexts.ListAsync(new() { Workspace = _given.Workspace, AgentId = agent, Limit = 3, Cursor = cursor }, Token);
            page.Contexts.Count.ShouldBeLessThanOrEqualTo(3);
            page.Limit.ShouldBe(3);
            seen.AddRange(page.Contexts.Select(context => (context.AgentId, context.Name)));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.ShouldBe(states.Where(state => agent is null || state.Key.AgentId == agent).Select(state => (state.Key.AgentId, state.Key.Name)));
    }

    [Fact]
    public async Task Pages_go_through_all_versions_the_newest_first()
    {
        var state = _given.State("paged", version: 7);
        await _given.WriteAsync(state);

        var versions = new List<int>();
        int? before = null;
        do
        {
            var page = (await Store.Contexts.ListVersionsAsync(state.Key, before, 3, Token))!;
            (page.AgentId, page.Name, page.CurrentVersion, page.Total).ShouldBe(("coder", "paged", 7, 7));
            versions.AddRange(page.Versions.Select(version => version.Version));
            before = page.NextBefore;
        }
        while (before is not null);

        versions.ShouldBe([7, 6, 5, 4, 3, 2, 1]);
        var beyond = (await Store.Contexts.ListVersionsAsync(state.Key, 1, 3, Token))!;
        (beyond.Versions.Count, beyond.Total, beyond.NextBefore).ShouldBe((0, 7, null));
    }

    [Fact]
    public async Task A_diff_makes_one_version_the_other_forward_and_backward()
    {
        var state = _given.State("diff", version: 3);
        await _given.WriteAsync(state);

        var forward = (await Store.Contexts.DiffAsync(state.Key, 1, null, Token))!;
        (forward.From, forward.To, forward.Patch.ShouldHaveSingleItem().GetRawText()).ShouldBe((1, 3, """{"op":"replace","path":"/n","value":3}"""));
        var backward = (await Store.Contexts.DiffAsync(state.Key, 3, 2, Token))!;
        (backward.From, backward.To, backward.Patch.ShouldHaveSingleItem().GetRawText()).ShouldBe((3, 2, """{"op":"replace","path":"/n","value":2}"""));
        (await Store.Contexts.DiffAsync(state.Key, 2, 2, Token))!.Patch.ShouldBeEmpty();
        (await Store.Contexts.DiffAsync(state.Key, 3, null, Token))!.Patch.ShouldBeEmpty();
        (await Store.Contexts.DiffAsync(state.Key, 1, 4, Token)).ShouldBeNull();
        (await Store.Contexts.DiffAsync(state.Key, 4, null, Token)).ShouldBeNull();
    }
}

public sealed class ReadingContextsInPostgres(PostgresTables tables) : ReadingContextsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class ReadingContextsInSqlite(SqliteTables tables) : ReadingContextsSpecification(tables), IClassFixture<SqliteTables>;
