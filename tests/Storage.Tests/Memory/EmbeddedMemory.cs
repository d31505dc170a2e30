using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Memory;

public sealed class EmbeddedMemory(SqliteTables tables) : IClassFixture<SqliteTables>
{
    private SqliteMemory Memory => new(tables.Database);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_is_found_by_any_of_its_words_and_comes_back_whole()
    {
        var record = Record("Refactored the zebra parser", "quagga");
        await Memory.StoreAsync([record, Record("something else", "walrus")], Token);

        foreach (var words in new[] { "zebra", "ZEBRA", "unheard-of zebra", "quagga", "zébra" })
        {
            JsonSerializer.Serialize((await Memory.SearchAsync(words, 10, Token)).ShouldHaveSingleItem(words)).ShouldBe(JsonSerializer.Serialize(record));
        }

        (await Memory.SearchAsync("nowhere", 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Storing_again_is_harmless()
    {
        var record = Record("an okapi walked by");
        await Memory.StoreAsync([record, record], Token);
        await Memory.StoreAsync([record with { Content = "a giraffe walked by" }], Token);

        (await Memory.SearchAsync("okapi", 10, Token)).ShouldHaveSingleItem();
        (await Memory.SearchAsync("giraffe", 10, Token)).ShouldBeEmpty();
        await Memory.StoreAsync([], Token);
    }

    [Fact]
    public async Task The_best_fit_comes_first_and_no_more_than_asked()
    {
        await Memory.StoreAsync([Record("a lemur, an ibex and many more words than that"), Record("lemur ibex"), Record("ibex")], Token);

        (await Memory.SearchAsync("lemur ibex", 10, Token)).Count.ShouldBe(3);
        (await Memory.SearchAsync("lemur ibex", 1, Token)).ShouldHaveSingleItem().Content.ShouldBe("lemur ibex");
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("tapir\" OR \"")]
    [InlineData("* OR NOT AND NEAR(")]
    [InlineData("words:tapir")]
    [InlineData("tapir^ -tapir +tapir {tapir} (tapir)")]
    [InlineData("'; drop table memory; --")]
    [InlineData("\0tapir")]
    [InlineData("\ud83e")]
    [InlineData("… \u0301a ² ⅷ ʰ 測試")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task No_query_is_taken_for_syntax(string query)
    {
        await Memory.StoreAsync([Record("a tapir")], Token);

        await Should.NotThrowAsync(() => Memory.SearchAsync(query, 10, Token));
        (await Memory.SearchAsync("tapir", 10, Token)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_query_may_be_as_long_as_the_limit_allows()
    {
        await Memory.StoreAsync([Record("a narwhal")], Token);
        var limits = new Limits();

        (await Memory.SearchAsync("narwhal " + string.Concat(Enumerable.Range(0, limits.Query / 2).Select(i => $"{(char)('a' + (i % 26))} "))[..(limits.Query - 8)], 5, Token))
            .Count.ShouldBeGreaterThan(0);
    }

    private static MemoryRecord Record(string content, string agentId = "coder-1") => MemoryRecord.Of(
        new ActivityRecorded { EventId = Guid.NewGuid(), AgentId = agentId, TaskId = "task", Timestamp = Given.Now, Status = ActivityStatus.Success },
        agent: null) with
    { Content = content };
}
