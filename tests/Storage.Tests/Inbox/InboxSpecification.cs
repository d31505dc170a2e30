using AgentRegistry.Storage.Inbox;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Inbox;

/// <summary>What the inbox does, whichever side it is on.</summary>
public abstract class InboxSpecification(TestTables tables)
{
    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_is_new_once()
    {
        var id = Guid.NewGuid();

        (await ClaimAsync("activity", id)).ShouldBe([id]);
        (await ClaimAsync("activity", id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Known_message_returns_its_first_fingerprint()
    {
        var (id, unmarked, fresh) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        InboxClaim first = null!, second = null!;
        await ClaimAsync("activity", unmarked);
        await Store.CommitAsync(async transaction => first = await transaction.Inbox.ClaimAsync("activity", new Dictionary<Guid, long> { [id] = -7 }, Token));
        await Store.CommitAsync(async transaction =>
            second = await transaction.Inbox.ClaimAsync("activity", new Dictionary<Guid, long> { [id] = 8, [unmarked] = 9, [fresh] = 10 }, Token));

        (first.Fresh.Single(), first.Known.Count).ShouldBe((id, 0));
        second.Fresh.ShouldBe([fresh]);
        second.Known.ShouldBe(new Dictionary<Guid, long> { [id] = -7 });
    }

    [Fact]
    public async Task Repeated_message_in_a_batch_is_claimed_once()
    {
        var (twice, once) = (Guid.NewGuid(), Guid.NewGuid());

        (await ClaimAsync("activity", twice, once, twice)).ShouldBe([twice, once], ignoreOrder: true);
    }

    [Fact]
    public async Task Each_consumer_has_its_own_inbox()
    {
        var id = Guid.NewGuid();
        await ClaimAsync("activity", id);

        (await ClaimAsync("another", id)).ShouldBe([id]);
    }

    [Fact]
    public async Task Empty_claim_is_empty() => (await ClaimAsync("activity")).ShouldBeEmpty();

    [Fact]
    public async Task Rolled_back_claim_is_new_again()
    {
        var id = Guid.NewGuid();
        await using (var transaction = await Store.BeginAsync(Token))
        {
            (await transaction.Inbox.ClaimAsync("activity", [id], Token)).ShouldBe([id]);
            (await transaction.Inbox.ClaimAsync("activity", [id], Token)).ShouldBeEmpty();
        }

        (await ClaimAsync("activity", id)).ShouldBe([id]);
    }

    [Fact]
    public async Task Released_claim_is_new_again_and_its_neighbour_is_not()
    {
        var (given, kept) = (Guid.NewGuid(), Guid.NewGuid());
        await Store.CommitAsync(async transaction =>
        {
            await transaction.Inbox.ClaimAsync("activity", [given, kept], Token);
            await transaction.Inbox.ReleaseAsync("activity", [given], Token);
            await transaction.Inbox.ReleaseAsync("another", [kept], Token);
        });

        (await ClaimAsync("activity", given, kept)).ShouldBe([given]);
    }

    [Fact]
    public async Task Waiting_claim_succeeds_when_the_first_rolls_back()
    {
        var id = Guid.NewGuid();
        var first = await Store.BeginAsync(Token);
        await first.Inbox.ClaimAsync("activity", [id], Token);
        var second = Task.Run(() => ClaimAsync("activity", id), Token);

        await first.DisposeAsync();

        (await second).ShouldBe([id]);
    }

    [Fact]
    public Task Concurrent_claims_give_each_message_one_owner() => Property.ForAllAsync(5, async random =>
    {
        var ids = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToArray();
        var batches = Enumerable.Range(0, 8).Select(_ => random.GetItems(ids, 30)).ToList();

        var claimed = await Task.WhenAll(batches.Select(batch => Task.Run(() => ClaimAsync("activity", batch), Token)));

        claimed.SelectMany(owned => owned).ShouldBe(batches.SelectMany(batch => batch).Distinct(), ignoreOrder: true);
    });

    private async Task<IReadOnlySet<Guid>> ClaimAsync(string consumer, params Guid[] ids)
    {
        await using var transaction = await Store.BeginAsync(Token);
        var claimed = await transaction.Inbox.ClaimAsync(consumer, ids, Token);
        await transaction.CommitAsync(Token);
        return claimed;
    }
}

public sealed class SqliteInbox(SqliteTables tables) : InboxSpecification(tables), IClassFixture<SqliteTables>;

public sealed class PostgresInbox(PostgresTables tables) : InboxSpecification(tables), IClassFixture<PostgresTables>;
