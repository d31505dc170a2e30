using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Memory;

/// <summary>What every memory does, here and in Memory.Tests: in either side's tables, and in a memory server however it is reached.</summary>
public abstract class MemorySpecification
{
    protected abstract IMemoryStore Memory { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Search_in_a_workspace_finds_nothing_of_another()
    {
        var (ours, theirs) = (Record("the pangolin of ours"), Record("the pangolin of theirs"));
        await Memory.StoreAsync([ours with { Project = ours.Project with { Workspace = "ours" } }, theirs], Token);

        (await Memory.SearchAsync(Ask("pangolin", 10) with { Workspace = "ours" }, Token)).ShouldHaveSingleItem().ActivityId.ShouldBe(ours.ActivityId);
        (await Memory.SearchAsync(Ask("pangolin", 10) with { Workspace = "nobody" }, Token)).ShouldBeEmpty();
        (await Memory.SearchAsync(Ask("pangolin", 10), Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Record_is_found_by_any_of_its_words()
    {
        var record = Record("Refactored the zebra parser", "quagga");
        await Memory.StoreAsync([record, Record("something else", "walrus")], Token);

        foreach (var words in new[] { "zebra", "ZEBRA", "unheard-of zebra", "quagga", "Zebra parser" })
        {
            JsonSerializer.Serialize((await Memory.SearchAsync(Ask(words, 10), Token)).ShouldHaveSingleItem(words)).ShouldBe(JsonSerializer.Serialize(record));
        }

        (await Memory.SearchAsync(Ask("nowhere", 10), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Storing_twice_is_idempotent()
    {
        var record = Record("an okapi walked by");
        await Memory.StoreAsync([record], Token);
        await Memory.StoreAsync([record with { Content = "a giraffe walked by" }], Token);

        (await Memory.SearchAsync(Ask("okapi", 10), Token)).ShouldHaveSingleItem();
        (await Memory.SearchAsync(Ask("giraffe", 10), Token)).ShouldBeEmpty();
        await Memory.StoreAsync([], Token);
    }

    [Fact]
    public async Task Best_match_comes_first_up_to_the_limit()
    {
        await Memory.StoreAsync([Record("a lemur, an ibex and many more words than that"), Record("ibex lemur"), Record("ibex")], Token);

        (await Memory.SearchAsync(Ask("lemur nothing ibex", 10), Token)).Count.ShouldBe(3);
        (await Memory.SearchAsync(Ask("lemur nothing ibex", 2), Token)).ShouldAllBe(record => record.Content.Contains("lemur"));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("tapir\" OR \"")]
    [InlineData("* OR NOT AND NEAR(")]
    [InlineData("words:tapir & ! ( <-> :*")]
    [InlineData("tapir^ -tapir +tapir {tapir} (tapir)")]
    [InlineData("'; drop table memory; --")]
    [InlineData("\0tapir")]
    [InlineData("… \u0301a ² ⅷ ʰ 測試")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Query_text_is_never_parsed_as_syntax(string query)
    {
        await Memory.StoreAsync([Record("a tapir")], Token);

        await Should.NotThrowAsync(() => Memory.SearchAsync(Ask(query, 10), Token));
        (await Memory.SearchAsync(Ask("tapir", 10), Token)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Any_text_can_be_stored()
    {
        var text = "narwhal \"quoted\" \\ {json: [1]} \u0001 测试 🤖 line\nbreak\ttab";
        await Memory.StoreAsync([Record(text)], Token);

        (await Memory.SearchAsync(Ask("narwhal", 10), Token)).ShouldHaveSingleItem().Content.ShouldBe(text);
    }

    protected static SearchMemory Ask(string words, int limit) => new() { Query = words, Limit = limit };

    protected static MemoryRecord Record(string content, string agentId = "coder-1") => MemoryTags.Of(
        new ActivityRecorded { EventId = Guid.NewGuid(), AgentId = agentId, TaskId = "task", Timestamp = Noon, Status = ActivityStatus.Success },
        agent: null) with
    { Content = content };
}
