using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Agents;

/// <summary>What the table of agents does, whichever side it is on.</summary>
public abstract class AgentsSpecification(TestTables tables)
{
    public static TheoryData<string> Documents =>
    [
        "{}", """{"team":"core","a":1}""", """{"b":{"z":1,"y":[3,2,1]},"a":null}""", """{"a":1.50,"b":1e2,"c":-0}""", """{"n":123456789012345678901234567890}""",
        """{"":"","\ud83e\udd16":"🤖 \" \\ \u0001"}""", """{ "spaced" : [ 1 , 2 ] }""", """{"n":1e400000}""", """{"regex":"\\d+ \/"}""", """{"a":1,"a":2}""",
    ];

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Every_field_of_a_state_and_its_registration_comes_back_to_the_microsecond() => Property.ForAllAsync(30, async random =>
    {
        var state = Given.AnyState(random, Given.NewId());
        var record = new AgentRecord(state, Given.AnyRegistration(random, state));
        await Store.SaveAsync(record);

        (await Store.StatesAsync(state.Id))[state.Id].ShouldBe(state);
        var read = (await Store.RecordsAsync(state.Id))[state.Id];
        read.State.ShouldBe(state);
        JsonSerializer.Serialize(read.Registration).ShouldBe(JsonSerializer.Serialize(record.Registration));
    });

    [Fact]
    public Task A_saved_state_replaces_the_one_before_whole_and_leaves_the_registration() => Property.ForAllAsync(10, async random =>
    {
        var before = Given.AnyState(random, Given.NewId());
        var record = new AgentRecord(before, Given.AnyRegistration(random, before));
        await Store.SaveAsync(record);
        var after = Given.AnyState(random, before.Id);

        await Store.CommitAsync(async transaction =>
        {
            (await transaction.Agents.LockStatesAsync([before.Id], Token))[before.Id].ShouldBe(before);
            await transaction.Agents.SaveStatesAsync([after], Token);
        });

        var read = (await Store.RecordsAsync(before.Id))[before.Id];
        read.State.ShouldBe(after);
        read.Registration.Name.ShouldBe(record.Registration.Name);
    });

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Stored_registration_equals_the_sent_one(string metadata)
    {
        var record = Given.Record(Given.NewId());
        record = record with { Registration = record.Registration with { Metadata = Given.Json(metadata), Factory = new() { Name = "f", Parameters = Given.Json(metadata) } } };
        await Store.SaveAsync(record);

        var read = (await Store.RecordsAsync(record.State.Id))[record.State.Id].Registration;

        // Else an agent that registers again, as it does at every start, would be told to everyone as changed.
        record.Registration.SaysTheSameAs(read).ShouldBeTrue($"{record.Registration.Metadata} became {read.Metadata}");
    }

    [Fact]
    public async Task Agent_is_found_as_stored_with_its_last_activity()
    {
        var record = Given.Record(Given.NewId(), revision: 7);
        record = record with { Registration = record.Registration with { Type = "coder", Tags = ["gpu"], Project = "apollo" } };
        await Store.SaveAsync(record);
        await Store.LogAsync(Given.Now, Given.Activity(record.State.Id, at: Given.Now.AddHours(-2)), Given.Activity(record.State.Id, at: Given.Now.AddHours(-3)));

        var found = (await Store.Agents.FindAsync([record.State.Id], Token)).ShouldHaveSingleItem();

        JsonSerializer.Serialize(found).ShouldBe(JsonSerializer.Serialize(record.ToAgent(Given.Now.AddHours(-2))));
    }

    [Fact]
    public async Task Registered_agents_are_found_once_each()
    {
        var (here, gone, stranger) = (Given.Record(Given.NewId()), Given.Record(Given.NewId()), Given.NewId());
        gone = gone with { State = gone.State with { DeletedAt = Given.Now } };
        await Store.SaveAsync(here, gone);

        (await Store.Agents.FindAsync([here.State.Id, gone.State.Id, stranger, here.State.Id], Token)).Select(agent => agent.Id).ShouldBe([here.State.Id]);
        (await Store.Agents.FindAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleted_agent_is_still_read_within_a_transaction()
    {
        var record = Given.Record(Given.NewId());
        record = record with { State = record.State with { DeletedAt = Given.Now } };
        await Store.SaveAsync(record);

        (await Store.StatesAsync(record.State.Id))[record.State.Id].Exists.ShouldBeFalse();
        (await Store.RecordsAsync(record.State.Id)).Keys.ShouldBe([record.State.Id]);
    }

    [Fact]
    public async Task Unregistered_ids_are_omitted_and_leave_nothing()
    {
        var id = Given.NewId();

        await Store.CommitAsync(async transaction =>
        {
            (await transaction.Agents.LockRecordsAsync([id], Token)).ShouldBeEmpty();
            (await transaction.Agents.LockStatesAsync([id], Token)).ShouldBeEmpty();
            (await transaction.Agents.ReadStatesAsync([id, id], Token)).ShouldBeEmpty();
        });

        (await RowsOfAsync(id)).ShouldBe(0);
        await Store.SaveAsync(Given.Record(id));
        (await Store.StatesAsync(id)).Keys.ShouldBe([id]);
    }

    [Fact]
    public Task Concurrent_registrations_of_new_ids_have_one_first_each() => Property.ForAllAsync(20, async random =>
    {
        var ids = Enumerable.Range(0, 60).Select(_ => Given.NewId()).ToArray();
        var batches = Enumerable.Range(0, 8).Select(_ => random.GetItems(ids, 25).Distinct().ToArray()).ToList();
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registering = batches.Select(batch => RegisterAsync(batch, together.Task)).ToList();
        together.SetResult();

        var found = (await Task.WhenAll(registering)).SelectMany(counts => counts).GroupBy(count => count.Id, count => count.Before);

        // Each saw what the one before it had committed: none was first twice, and no write was lost.
        foreach (var counts in found)
        {
            counts.ShouldBe(Enumerable.Range(0, counts.Count()), ignoreOrder: true);
        }

        async Task<(string Id, int Before)[]> RegisterAsync(string[] batch, Task together)
        {
            await together;
            await using var transaction = await Store.BeginAsync(Token);
            var records = await transaction.Agents.LockRecordsAsync(batch, Token);
            var counts = batch.Select(id => (Id: id, Before: records.TryGetValue(id, out var record) ? record.State.IntervalSeconds : 0)).ToArray();
            await transaction.Agents.SaveRecordsAsync([.. counts.Select(count => Counting(count.Id, count.Before + 1))], Token);
            await transaction.CommitAsync(Token);
            return counts;
        }

        static AgentRecord Counting(string id, int count) => Given.Record(id) with { State = Given.State(id) with { IntervalSeconds = count } };
    });

    [Fact]
    public async Task Waiting_registration_gets_the_id_when_the_first_rolls_back()
    {
        var id = Given.NewId();
        var first = await Store.BeginAsync(Token);
        await first.Agents.LockRecordsAsync([id], Token);
        await first.Agents.SaveRecordsAsync([Given.Record(id)], Token);
        var second = Task.Run(() => Store.RecordsAsync(id), Token);

        await first.DisposeAsync();

        (await second).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rollback_leaves_nothing()
    {
        var (known, unknown) = (Given.Record(Given.NewId()), Given.NewId());
        await Store.SaveAsync(known);

        await using (var transaction = await Store.BeginAsync(Token))
        {
            await transaction.Agents.LockRecordsAsync([known.State.Id, unknown], Token);
            await transaction.Agents.SaveRecordsAsync([Given.Record(unknown), known with { State = known.State with { Draining = true } }], Token);
        }

        (await Store.StatesAsync(known.State.Id, unknown)).Values.ShouldHaveSingleItem().ShouldBe(known.State);
        (await RowsOfAsync(unknown)).ShouldBe(0);
    }

    [Fact]
    public async Task Overlapping_batches_lose_no_write_and_never_deadlock()
    {
        var ids = Enumerable.Range(0, 12).Select(_ => Given.NewId()).ToArray();
        await Store.SaveAsync([.. ids.Select(id => Given.Record(id))]);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 5; round++)
            {
                var mixed = ids.ToArray();
                random.Shuffle(mixed);
                await using var transaction = await Store.BeginAsync(Token);
                var states = seed % 2 == 0
                    ? await transaction.Agents.LockStatesAsync(mixed, Token)
                    : (await transaction.Agents.LockRecordsAsync(mixed, Token)).ToDictionary(pair => pair.Key, pair => pair.Value.State);
                await transaction.Agents.SaveStatesAsync(
                    [.. mixed.Select(id => states[id] with { IntervalSeconds = states[id].IntervalSeconds + 1 })], Token);
                await transaction.CommitAsync(Token);
            }
        }, Token)));

        (await Store.StatesAsync(ids)).Values.ShouldAllBe(state => state.IntervalSeconds == Defaults.HeartbeatIntervalSeconds + 40);
    }

    [Fact]
    public async Task All_states_are_read_in_pages_each_once_and_the_deleted_are_not()
    {
        var prefix = $"page-{Guid.NewGuid():N}";
        string[] ids = [.. new[] { "b", "B", "a", "_", "z.1", "z:1", "z-1", "1" }.Select(end => prefix + end)];
        var gone = Given.Record(prefix + "gone");
        await Store.SaveAsync([.. ids.Select(id => Given.Record(id)), gone with { State = gone.State with { DeletedAt = Given.Now } }]);
        var read = new List<string>();

        for (var last = ""; ;)
        {
            var page = await Store.Agents.StatesAfterAsync(last, 3, Token);
            page.Count.ShouldBeLessThanOrEqualTo(3);
            if (page.Count == 0)
            {
                break;
            }

            read.AddRange(page.Select(state => state.Id));
            last = page[^1].Id;
        }

        read.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Snapshot_is_exactly_the_state_at_its_revision()
    {
        var id = Given.NewId();
        await Store.SaveAsync(Given.Record(id, revision: 0));
        using var done = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var round = 0; round < 60; round++)
            {
                await Store.CommitAsync(async transaction =>
                {
                    var state = (await transaction.Agents.LockStatesAsync([id], Token))[id];
                    var revision = await transaction.Feed.TakeRevisionsAsync(1, Token);
                    await transaction.Agents.SaveStatesAsync([state with { Revision = revision }], Token);
                    await transaction.Feed.AppendAsync([Given.Entry(id, revision)], Token);
                });
            }

            await done.CancelAsync();
        }, Token);

        while (!done.IsCancellationRequested)
        {
            var snapshot = await Store.Agents.SnapshotAsync(Token);
            var seen = (await Store.Feed.ReadAsync(0, 10_000, Token)).Where(entry => entry.AgentId == id && entry.Revision <= snapshot.Revision);
            snapshot.Agents.Single(agent => agent.Id == id).Revision.ShouldBe(seen.Select(entry => entry.Revision).DefaultIfEmpty(0).Max());
        }

        await writer;
    }

    [Fact]
    public async Task A_snapshot_leaves_out_those_that_are_deleted()
    {
        var (here, gone) = (Given.Record(Given.NewId()), Given.Record(Given.NewId()));
        await Store.SaveAsync(here, gone with { State = gone.State with { DeletedAt = Given.Now } });

        var ids = (await Store.Agents.SnapshotAsync(Token)).Agents.Select(agent => agent.Id).ToList();

        ids.ShouldContain(here.State.Id);
        ids.ShouldNotContain(gone.State.Id);
    }

    /// <summary>How many rows an id has, whatever they hold.</summary>
    protected abstract Task<long> RowsOfAsync(string id);
}

public sealed class SqliteAgents(SqliteTables tables) : AgentsSpecification(tables), IClassFixture<SqliteTables>
{
    protected override Task<long> RowsOfAsync(string id)
    {
        using var connection = tables.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from agent where id = $id";
        command.Parameters.AddWithValue("$id", id);
        return Task.FromResult((long)command.ExecuteScalar()!);
    }
}

public sealed class PostgresAgents(PostgresTables tables) : AgentsSpecification(tables), IClassFixture<PostgresTables>
{
    protected override Task<long> RowsOfAsync(string id) => tables.Database.AskAsync<long>($"select count(*) from registry.agent where id = '{id}'");
}
