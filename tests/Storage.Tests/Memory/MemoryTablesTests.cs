using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Memory;

public sealed class MemoryInPostgres(PostgresTables tables) : MemorySpecification, IClassFixture<PostgresTables>
{
    protected override IMemoryStore Memory => new PostgresMemory(tables.Source);

    [Fact]
    public async Task Inflected_words_are_found()
    {
        await Memory.StoreAsync([Record("the capybaras were swimming")], Token);

        (await Memory.SearchAsync(Ask("capybara swims", 10), Token)).ShouldHaveSingleItem();
    }
}

public sealed class MemoryInSqlite(SqliteTables tables) : MemorySpecification, IClassFixture<SqliteTables>
{
    protected override IMemoryStore Memory => new SqliteMemory(tables.Database, TimeProvider.System);

    [Fact]
    public async Task Accents_are_ignored()
    {
        await Memory.StoreAsync([Record("a chinchilla")], Token);

        (await Memory.SearchAsync(Ask("chínchilla", 10), Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Query_of_maximum_length_is_accepted()
    {
        await Memory.StoreAsync([Record("a dugong")], Token);
        var limits = new Limits();
        var letters = string.Concat(Enumerable.Range(0, limits.Query / 2).Select(i => $"{(char)('a' + (i % 26))} "));

        (await Memory.SearchAsync(Ask("dugong " + letters[..(limits.Query - 8)], 5), Token)).Count.ShouldBeGreaterThan(0);
    }
}
