using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Feed;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.DeadLetters;

/// <summary>What becomes of entries that cannot be delivered, whichever side they are on.</summary>
public abstract class DeadLetterSpecification(TestTables tables)
{
    private readonly string _delivery = $"delivery-{Guid.NewGuid():N}";
    private readonly List<long> _delivered = [];

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undeliverable_entry_becomes_a_dead_letter_and_its_neighbours_are_delivered()
    {
        var last = await AppendAsync(5);
        await DeliverAsync(refused: [last - 1], "too large");

        _delivered.ShouldBe([last - 4, last - 3, last - 2, last]);
        var stuck = (await StuckAsync()).ShouldHaveSingleItem();
        (stuck.Reason, stuck.Attempts, stuck.Replays).ShouldBe(("too large", 1, false));
        stuck.Entry.ShouldBe((await Store.Feed.ReadAsync(last - 2, 1, Token))[0]);
        (await DeliverAsync([], "")).ShouldBe(0);
    }

    [Fact]
    public async Task Replayed_dead_letter_stays_when_it_fails_again()
    {
        var last = await AppendAsync(3);
        await DeliverAsync([last - 2, last - 1], "first");
        _delivered.Clear();

        (await Store.Stuck.ReplayAsync(_delivery, null, Token)).ShouldBe(2);
        (await DeliverAsync([last - 1], "second")).ShouldBe(2);

        _delivered.ShouldBe([last - 2]);
        var stuck = (await StuckAsync()).ShouldHaveSingleItem();
        (stuck.Entry.Revision, stuck.Reason, stuck.Attempts, stuck.Replays).ShouldBe((last - 1, "second", 2, false));

        (await Store.Stuck.ReplayAsync(_delivery, last - 1, Token)).ShouldBe(1);
        await DeliverAsync([], "");
        (await StuckAsync()).ShouldBeEmpty();
        (await Store.Feed.PositionAsync(_delivery, Token)).ShouldBe(last);
    }

    [Fact]
    public async Task Dead_letters_are_dropped_one_by_one_or_all_of_a_delivery()
    {
        var last = await AppendAsync(3);
        await DeliverAsync([last - 2, last - 1, last], "no");

        (await Store.Stuck.DropAsync(_delivery, last - 1, Token)).ShouldBe(1);
        (await Store.Stuck.DropAsync(_delivery, last - 1, Token)).ShouldBe(0);
        (await Store.Stuck.DropAsync("another", null, Token)).ShouldBe(0);
        (await StuckAsync()).Select(stuck => stuck.Entry.Revision).ShouldBe([last - 2, last]);
        (await Store.Stuck.DropAsync(_delivery, null, Token)).ShouldBe(2);
    }

    private async Task<long> AppendAsync(int count)
    {
        await DeliverAsync([], "");
        await DeliverAsync([], "");
        _delivered.Clear();
        return await Store.AppendAsync("agent", count);
    }

    private async Task<int> DeliverAsync(IReadOnlyCollection<long> refused, string reason) => await Store.Feed.DeliverAsync(
        _delivery,
        int.MaxValue,
        TestTables.DeliveryLimit,
        (entries, _) =>
        {
            _delivered.AddRange(entries.Select(entry => entry.Revision).Except(refused));
            return Task.FromResult<IReadOnlyList<Undeliverable>>(
                [.. entries.Where(entry => refused.Contains(entry.Revision)).Select(entry => new Undeliverable(entry, reason))]);
        },
        Token);

    private async Task<IReadOnlyList<DeadLetter>> StuckAsync() =>
        [.. (await Store.Stuck.ListAsync(1_000, Token)).Where(stuck => stuck.Delivery == _delivery)];
}

public sealed class StuckInPostgres(PostgresTables tables) : DeadLetterSpecification(tables), IClassFixture<PostgresTables>;

public sealed class StuckInSqlite(SqliteTables tables) : DeadLetterSpecification(tables), IClassFixture<SqliteTables>;
