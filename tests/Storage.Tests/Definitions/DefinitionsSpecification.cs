using AgentRegistry.Contracts;
using AgentRegistry.Storage.Definitions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Definitions;

/// <summary>What definitions, their versions and labels are, whichever side they are on.</summary>
public abstract class DefinitionsSpecification(TestTables tables)
{
    private readonly GivenDefinitions _given = new(tables);

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Definition_is_read_at_its_newest_any_and_labelled_version()
    {
        var content = GivenDefinitions.Content("Second 🤖") with
        {
            Type = "reviewer",
            Description = "line 1\nline 2",
            Capabilities = [new() { Name = "c", Description = "does", CostEstimate = "~1", Tags = ["t"], Examples = ["do it"] }],
            Tags = ["测试"],
            ConfigurationSchema = Given.Json("""{"type":"object","properties":{"b":{"multipleOf":1.50},"a":{}}}"""),
            DefaultConfiguration = Given.Json("""{"b":3.00,"a":null}"""),
            Metadata = Given.Json("""{"team":"core"}"""),
            Factory = new() { Name = "reviewers", Parameters = Given.Json("""{"model":"large"}""") },
        };
        var state = _given.State("whole", version: 2).Showing(content) with { Enabled = false, UpdatedAt = Given.Now.AddMinutes(1), Revision = 42 };
        var second = _given.Version("whole", 2, content) with
        {
            Version = new() { Version = 2, ChangeDescription = "why", CreatedBy = "alice", CreatedAt = Given.Now, RestoredFrom = 1 },
        };
        await Store.CommitAsync(async transaction =>
        {
            await transaction.Definitions.LockAsync(state.Key, creates: true, Token);
            await transaction.Definitions.SaveAsync(state, Token);
            await transaction.Definitions.AddVersionAsync(_given.Version("whole", 1), Token);
            await transaction.Definitions.AddVersionAsync(second, Token);
            await transaction.Definitions.SaveLabelAsync(state.Key, "stable", 1, Token);
        });

        var read = (await Store.Definitions.FindAsync(state.Key, null, Token))!;

        (read.Workspace, read.Slug, read.Name, read.Type, read.Description).ShouldBe((_given.Workspace, "whole", "Second 🤖", "reviewer", "line 1\nline 2"));
        (read.CurrentVersion, read.Enabled, read.Revision, read.CreatedAt, read.UpdatedAt).ShouldBe((2, false, 42, state.CreatedAt, state.UpdatedAt));
        read.Read.ShouldBe(second.Version);
        GivenDefinitions.Text(read.Content).ShouldBe(GivenDefinitions.Text(content));
        read.Labels.Select(label => (label.Label, label.Version)).ShouldBe([("latest", 2), ("stable", 1)]);
        (await NameAsync(state.Key, "1")).ShouldBe("v1");
        (await NameAsync(state.Key, "stable")).ShouldBe("v1");
        (await NameAsync(state.Key, "latest")).ShouldBe("Second 🤖");
        (await NameAsync(state.Key, "3")).ShouldBeNull();
        (await NameAsync(state.Key, "nowhere")).ShouldBeNull();
    }

    [Fact]
    public async Task Locked_definition_equals_the_saved_one()
    {
        var state = await _given.SaveAsync("locked", version: 3);
        await Store.CommitAsync(transaction => transaction.Definitions.SaveLabelAsync(state.Key, "stable", 2, Token));

        await Store.CommitAsync(async transaction =>
        {
            (await transaction.Definitions.LockAsync(state.Key, creates: true, Token)).ShouldBe(state);
            (await transaction.Definitions.ReadLabelsAsync(state.Key, Token)).ShouldBe(new Dictionary<string, int> { ["stable"] = 2 });
            (await transaction.Definitions.ReadContentAsync(state.Key, 2, Token))!.Name.ShouldBe("v2");
            (await transaction.Definitions.ReadContentAsync(state.Key, 4, Token)).ShouldBeNull();
            (await transaction.Definitions.FindMessageAsync(state.Key, GivenDefinitions.MessageOf(2), Token)).ShouldBe(2);
            (await transaction.Definitions.FindMessageAsync(state.Key, Guid.NewGuid(), Token)).ShouldBeNull();
        });
    }

    [Fact]
    public async Task Definition_is_invisible_to_other_workspaces()
    {
        var mine = (await _given.SaveAsync("same-name", version: 2)).Key;
        var other = mine with { Workspace = $"{_given.Workspace}-2" };
        (await Store.Definitions.FindAsync(other, null, Token)).ShouldBeNull();
        (await Store.Definitions.FindAsync(other, "1", Token)).ShouldBeNull();
        (await Store.Definitions.ListVersionsAsync(other, null, 10, Token)).ShouldBeNull();
        (await Store.Definitions.DiffAsync(other, "1", "2", Token)).ShouldBeNull();
        (await Store.Definitions.ListAsync(new() { Workspace = other.Workspace }, Token)).Definitions.ShouldBeEmpty();
        await Store.CommitAsync(async transaction =>
        {
            (await transaction.Definitions.LockAsync(other, creates: false, Token)).ShouldBeNull();
            (await transaction.Definitions.ReadContentAsync(other, 1, Token)).ShouldBeNull();
            await transaction.Definitions.RemoveLabelAsync(other, "stable", Token);
            await transaction.Definitions.DeleteAsync(other, Token);
        });

        (await NameAsync(mine, null)).ShouldBe("v2");
    }

    [Fact]
    public async Task Versions_are_listed_in_pages_the_newest_first_and_compared()
    {
        var key = (await _given.SaveAsync("paged", version: 5)).Key;

        var first = (await Store.Definitions.ListVersionsAsync(key, null, 3, Token))!;
        (first.Slug, first.CurrentVersion, first.NextBefore).ShouldBe(("paged", 5, 3));
        first.Versions.Select(version => version.Version).ShouldBe([5, 4, 3]);
        var last = (await Store.Definitions.ListVersionsAsync(key, 3, 3, Token))!;
        (last.Versions.Count, last.NextBefore).ShouldBe((2, null));
        (await Store.Definitions.ListVersionsAsync(key, 1, 3, Token))!.Versions.ShouldBeEmpty();

        var diff = (await Store.Definitions.DiffAsync(key, "1", null, Token))!;
        (diff.From, diff.To, diff.Patch.ShouldHaveSingleItem().GetRawText()).ShouldBe((1, 5, """{"op":"replace","path":"/name","value":"v5"}"""));
        (await Store.Definitions.DiffAsync(key, "1", "6", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_are_filtered_by_type_by_enabled_and_by_text_without_case_and_paged()
    {
        await _given.SaveAsync("a", 1, content: GivenDefinitions.Content("Ärger und Mühe") with { Type = "coder" });
        await _given.SaveAsync("b", 1, content: GivenDefinitions.Content("Other") with { Type = "coder", Tags = ["ÄRGERLICH_%"] }, enabled: false);
        await _given.SaveAsync("c", 1, content: GivenDefinitions.Content("Third") with { Type = "tester", Description = "100%" });

        (await SlugsAsync(new())).ShouldBe(["a", "b", "c"]);
        (await SlugsAsync(new() { Type = "coder" })).ShouldBe(["a", "b"]);
        (await SlugsAsync(new() { Enabled = true })).ShouldBe(["a", "c"]);
        (await SlugsAsync(new() { Enabled = false })).ShouldBe(["b"]);
        (await SlugsAsync(new() { Text = "äRGER" })).ShouldBe(["a", "b"]);
        (await SlugsAsync(new() { Text = "%" })).ShouldBe(["b", "c"]);
        (await SlugsAsync(new() { Text = "nowhere" })).ShouldBeEmpty();
        var page = await Store.Definitions.ListAsync(new() { Workspace = _given.Workspace, Limit = 2 }, Token);
        (page.Definitions.Count, page.Limit).ShouldBe((2, 2));
        (await SlugsAsync(new() { Limit = 2, Cursor = page.NextCursor })).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_label_moves_and_is_removed_and_its_version_stays()
    {
        var key = (await _given.SaveAsync("labelled", version: 2)).Key;
        await Store.CommitAsync(transaction => transaction.Definitions.SaveLabelAsync(key, "stable", 1, Token));
        await Store.CommitAsync(transaction => transaction.Definitions.SaveLabelAsync(key, "stable", 2, Token));
        (await NameAsync(key, "stable")).ShouldBe("v2");
        await Store.CommitAsync(transaction => transaction.Definitions.RemoveLabelAsync(key, "stable", Token));

        (await NameAsync(key, "stable")).ShouldBeNull();
        (await NameAsync(key, "2")).ShouldBe("v2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Constraints_refuse_a_second_version_of_the_same_number_or_message(bool isSameMessage)
    {
        var key = (await _given.SaveAsync($"twice-{isSameMessage}", version: 1)).Key;
        var again = _given.Version(key.Slug, isSameMessage ? 2 : 1) with { MessageId = isSameMessage ? GivenDefinitions.MessageOf(1) : Guid.NewGuid() };

        var fault = await Should.ThrowAsync<Exception>(() => Store.CommitAsync(transaction => transaction.Definitions.AddVersionAsync(again, Token)));

        (StoreFaults.IsBadRow(fault), StoreFaults.IsUnavailable(fault)).ShouldBe((true, false));
        (await Store.Definitions.ListVersionsAsync(key, null, 10, Token))!.Versions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Constraints_refuse_a_label_without_its_version()
    {
        var key = (await _given.SaveAsync("mislabelled", version: 1)).Key;
        var fault = await Should.ThrowAsync<Exception>(() => Store.CommitAsync(transaction => transaction.Definitions.SaveLabelAsync(key, "stable", 2, Token)));
        StoreFaults.IsBadRow(fault).ShouldBeTrue();
        (await Store.Definitions.FindAsync(key, "stable", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Versions_and_labels_go_with_their_definition_and_the_slug_is_free_again()
    {
        var key = (await _given.SaveAsync("gone", version: 3)).Key;
        await Store.CommitAsync(transaction => transaction.Definitions.SaveLabelAsync(key, "stable", 2, Token));
        await Store.CommitAsync(transaction => transaction.Definitions.DeleteAsync(key, Token));
        (await Store.Definitions.FindAsync(key, null, Token)).ShouldBeNull();
        await _given.SaveAsync("gone", version: 1);

        var again = (await Store.Definitions.FindAsync(key, null, Token))!;
        (again.CurrentVersion, again.Labels.ShouldHaveSingleItem().Label).ShouldBe((1, "latest"));
    }

    [Fact]
    public async Task Concurrent_creations_of_a_slug_find_the_first()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                DefinitionState? before = null;
                await Store.CommitAsync(async transaction =>
                {
                    var state = _given.State("raced", version: 1);
                    before = await transaction.Definitions.LockAsync(state.Key, creates: true, Token);
                    if (before is null)
                    {
                        await transaction.Definitions.SaveAsync(state, Token);
                        await transaction.Definitions.AddVersionAsync(_given.Version("raced", 1), Token);
                    }
                });
                return before;
            },
            Token)));

        found.Count(before => before is null).ShouldBe(1);
        found.OfType<DefinitionState>().ShouldAllBe(before => before.CurrentVersion == 1);
    }

    private async Task<string?> NameAsync(DefinitionKey key, string? version) => (await Store.Definitions.FindAsync(key, version, Token))?.Content.Name;

    private async Task<IEnumerable<string>> SlugsAsync(ListDefinitions query) =>
        (await Store.Definitions.ListAsync(query with { Workspace = _given.Workspace }, Token)).Definitions.Select(definition => definition.Slug);
}

public sealed class DefinitionsInPostgres(PostgresTables tables) : DefinitionsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class DefinitionsInSqlite(SqliteTables tables) : DefinitionsSpecification(tables), IClassFixture<SqliteTables>;
