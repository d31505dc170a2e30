using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests;

/// <summary>What a write does, whichever side it is on.</summary>
public abstract class WriteSetSpecification(TestTables tables)
{
    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_and_events_bear_the_revisions_that_were_taken_last()
    {
        string[] ids = [Given.NewId(), Given.NewId()];
        var writes = await Store.WriteAsync(
            async transaction =>
            {
                await transaction.Agents.LockRecordsAsync(ids, Token);
                return new Transitions(ids);
            },
            SaveAsync,
            Token);

        var head = await Store.Feed.HeadAsync(Token);
        writes.Entries.Select(entry => (entry.Revision, entry.AgentId)).ShouldBe([(head - 1, ids[0]), (head, ids[1])]);
        (await Store.Feed.ReadAsync(head - 2, 10, Token)).Select(entry => entry.AgentId).ShouldBe(ids);
        (await Store.Agents.FindAsync(ids, Token)).Select(agent => agent.Revision).Order().ShouldBe([head - 1, head]);
    }

    [Fact]
    public async Task Message_that_has_no_effect_stays_new()
    {
        var message = Guid.NewGuid();
        var claimed = new List<int>();
        for (var time = 0; time < 2; time++)
        {
            await Store.WriteAsync(
                async transaction =>
                {
                    claimed.Add((await transaction.Inbox.ClaimAsync("writes", [message], Token)).Count);
                    return new Transitions([]);
                },
                SaveAsync,
                Token);
        }

        claimed.ShouldBe([1, 1]);
    }

    private static Task SaveAsync(IRegistryTransaction transaction, Transitions writes) => transaction.Agents.SaveRecordsAsync(writes.Records, Token);

    private sealed class Transitions : WriteSet
    {
        private readonly List<AgentRecord> _records = [];

        public Transitions(IEnumerable<string> ids)
        {
            foreach (var id in ids)
            {
                var record = Given.Record(id, NextRevision);
                _records.Add(record);
                Announce(() => FeedEntry.Of(Numbered(record).State.ToChange(AgentChange.StateChanged)));
            }
        }

        public IReadOnlyList<AgentRecord> Records => [.. _records.Select(Numbered)];

        private AgentRecord Numbered(AgentRecord record) => record with { State = record.State with { Revision = Numbered(record.State.Revision) } };
    }
}

public sealed class SqliteWriteSet(SqliteTables tables) : WriteSetSpecification(tables), IClassFixture<SqliteTables>;

public sealed class PostgresWriteSet(PostgresTables tables) : WriteSetSpecification(tables), IClassFixture<PostgresTables>;
