using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Tests.Definitions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Instances;

/// <summary>What instances are, whichever side they are on.</summary>
public abstract class InstancesSpecification(TestTables tables)
{
    private readonly GivenDefinitions _given = new(tables);

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instance_is_read_as_saved_with_its_agents_status()
    {
        await _given.SaveAsync("reviewer", version: 2);
        var state = State("one") with { LastError = new() { Message = "line 1\nline 2", At = Given.Now.AddSeconds(3) } };
        await SaveAsync(state, AgentStatus.Busy);

        var read = (await Store.Instances.FindAsync(state.Key, Token))!;
        (read.Workspace, read.InstanceId, read.Name, read.Definition, read.DefinitionVersion, read.Project).ShouldBe(
            (_given.Workspace, state.Key.Id, "One 🤖", "reviewer", 2, "apollo"));
        (read.Configuration!.Value.GetRawText(), read.Status, read.LastError, read.Revision).ShouldBe((state.Configuration, AgentStatus.Busy, state.LastError, 42));
        (read.CreatedAt, read.UpdatedAt).ShouldBe((state.CreatedAt, state.UpdatedAt));
        await Store.CommitAsync(async transaction => (await transaction.Instances.LockAsync(state.Key, Token)).ShouldBe(state));

        // Whoever is offline is so whatever it last said.
        await Store.CommitAsync(async transaction =>
        {
            var agent = (await transaction.Agents.LockStatesAsync([state.Key.Id], Token))[state.Key.Id];
            await transaction.Agents.SaveStatesAsync([agent with { Health = AgentHealth.Offline }], Token);
        });
        (await Store.Instances.FindAsync(state.Key, Token))!.Status.ShouldBe(AgentStatus.Offline);
    }

    [Fact]
    public async Task Saved_instance_keeps_what_it_was_created_from()
    {
        await _given.SaveAsync("reviewer", version: 2);
        var state = State("changed");
        await SaveAsync(state);
        var changed = state with { Configuration = """{"n":null}""", UpdatedAt = Given.Now.AddMinutes(1), Revision = 43 };
        await Store.CommitAsync(transaction => transaction.Instances.SaveAsync(changed with { Version = 1, CreatedAt = Given.Now.AddDays(1) }, Token));
        await Store.CommitAsync(async transaction => (await transaction.Instances.LockAsync(state.Key, Token)).ShouldBe(changed));
    }

    [Fact]
    public async Task Instance_is_invisible_to_other_workspaces()
    {
        await _given.SaveAsync("reviewer", version: 2);
        var state = State("walled");
        await SaveAsync(state);
        var other = state.Key with { Workspace = $"{_given.Workspace}-2" };

        (await Store.Instances.FindAsync(other, Token)).ShouldBeNull();
        (await Store.Instances.ListAsync(new() { Workspace = other.Workspace }, Token)).Instances.ShouldBeEmpty();
        await Store.CommitAsync(async transaction =>
        {
            (await transaction.Instances.LockAsync(other, Token)).ShouldBeNull();
            (await transaction.Instances.LockRoomAsync(other.Workspace, Token)).ShouldBe(0);
            (await transaction.Instances.CountAsync(new(other.Workspace, "reviewer"), Token)).ShouldBe(0);
            (await transaction.Instances.CountAsync(new(_given.Workspace, "reviewer"), Token)).ShouldBe(1);
        });
    }

    [Theory]
    [InlineData("a definition of another workspace")]
    [InlineData("a version that is not there")]
    [InlineData("an agent of another workspace")]
    [InlineData("no agent")]
    public async Task Constraints_refuse_a_reference_outside_the_workspace(string what)
    {
        await _given.SaveAsync("reviewer", version: 2);
        var state = State($"beyond-{what.Replace(' ', '-')}");
        state = what switch
        {
            "a definition of another workspace" => state with { Key = state.Key with { Workspace = $"{_given.Workspace}-2" } },
            "a version that is not there" => state with { Version = 3 },
            _ => state,
        };

        var fault = await Should.ThrowAsync<Exception>(() => Store.CommitAsync(async transaction =>
        {
            if (what != "no agent")
            {
                await RegisterAsync(transaction, state.Key.Id, what == "an agent of another workspace" ? $"{_given.Workspace}-3" : state.Key.Workspace);
            }

            await transaction.Instances.SaveAsync(state, Token);
        }));

        (StoreFaults.IsBadRow(fault), StoreFaults.IsUnavailable(fault)).ShouldBe((true, false));
        (await Store.Instances.FindAsync(state.Key, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Definition_with_instances_cannot_be_deleted()
    {
        var key = (await _given.SaveAsync("in-use", version: 2)).Key;
        var state = State("using") with { Definition = "in-use" };
        await SaveAsync(state);

        var fault = await Should.ThrowAsync<Exception>(() => Store.CommitAsync(transaction => transaction.Definitions.DeleteAsync(key, Token)));
        StoreFaults.IsBadRow(fault).ShouldBeTrue();
        await Store.CommitAsync(transaction => transaction.Instances.DeleteAsync([state.Key.Id, "nobody"], Token));
        await Store.CommitAsync(transaction => transaction.Definitions.DeleteAsync(key, Token));

        (await Store.Definitions.FindAsync(key, null, Token)).ShouldBeNull();
        (await Store.Instances.FindAsync(state.Key, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_are_filtered_by_project_definition_and_status_and_paged()
    {
        await _given.SaveAsync("reviewer", version: 2);
        await _given.SaveAsync("tester", version: 2);
        await SaveAsync(State("a"), AgentStatus.Idle);
        await SaveAsync(State("b") with { Project = "zeus" }, AgentStatus.Busy);
        await SaveAsync(State("c") with { Definition = "tester" }, AgentStatus.Busy);

        (await NamesAsync(new())).ShouldBe(["a", "b", "c"]);
        (await NamesAsync(new() { Project = "apollo" })).ShouldBe(["a", "c"]);
        (await NamesAsync(new() { Definition = "reviewer" })).ShouldBe(["a", "b"]);
        (await NamesAsync(new() { Status = AgentStatus.Busy })).ShouldBe(["b", "c"]);
        (await NamesAsync(new() { Status = AgentStatus.Offline })).ShouldBeEmpty();
        var page = await Store.Instances.ListAsync(new() { Workspace = _given.Workspace, Limit = 2 }, Token);
        (page.Instances.Count, page.Limit).ShouldBe((2, 2));
        (await NamesAsync(new() { Limit = 2, Cursor = page.NextCursor })).ShouldBe(["c"]);
    }

    [Fact]
    public async Task Concurrent_creations_through_two_stores_respect_the_instance_limit()
    {
        await _given.SaveAsync("reviewer", version: 2);
        const int Room = 7;
        var spawned = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () =>
            {
                var store = i % 2 == 0 ? Store : tables.Another;
                await using var transaction = await store.BeginAsync(Token);
                var id = IdOf($"raced-{i}");
                var agents = await transaction.Agents.LockRecordsAsync([id], Token);
                agents.ShouldBeEmpty();
                if (await transaction.Instances.LockRoomAsync(_given.Workspace, Token) >= Room)
                {
                    return false;
                }

                await RegisterAsync(transaction, id, _given.Workspace, isLocked: true);
                await transaction.Instances.SaveAsync(State($"raced-{i}"), Token);
                await transaction.CommitAsync(Token);
                return true;
            },
            Token)));

        spawned.Count(isSpawned => isSpawned).ShouldBe(Room);
        (await Store.Instances.ListAsync(new() { Workspace = _given.Workspace }, Token)).Instances.Count.ShouldBe(Room);
    }

    private InstanceState State(string name) => new()
    {
        Key = new(_given.Workspace, IdOf(name)),
        Definition = "reviewer",
        Version = 2,
        Project = "apollo",
        Name = name == "one" ? "One 🤖" : name,
        Configuration = """{"b":1.50,"a":null}""",
        CreatedAt = Given.Now,
        UpdatedAt = Given.Now,
        Revision = 42,
    };

    /// <summary>Agents' ids are unique in the registry, and both tables are shared by all tests.</summary>
    private string IdOf(string name) => $"{name}.{_given.Workspace}";

    private Task SaveAsync(InstanceState state, AgentStatus status = AgentStatus.Idle) => Store.CommitAsync(async transaction =>
    {
        await RegisterAsync(transaction, state.Key.Id, state.Key.Workspace, status: status);
        await transaction.Instances.SaveAsync(state, Token);
    });

    private static async Task RegisterAsync(
        IRegistryTransaction transaction, string id, string workspace, AgentStatus status = AgentStatus.Idle, bool isLocked = false)
    {
        if (!isLocked)
        {
            await transaction.Agents.LockRecordsAsync([id], Token);
        }

        var state = new AgentState
        {
            Id = id,
            Workspace = workspace,
            SentAt = Given.Now,
            ReportedStatus = status,
            ReportedAt = Given.Now,
            HealthSince = Given.Now,
            RegisteredAt = Given.Now,
            UpdatedAt = Given.Now,
        };
        await transaction.Agents.SaveRecordsAsync([new(state, new RegisterAgent { AgentId = id, Name = id, SentAt = Given.Now, Workspace = workspace })], Token);
    }

    private async Task<IEnumerable<string>> NamesAsync(ListInstances query) =>
        (await Store.Instances.ListAsync(query with { Workspace = _given.Workspace }, Token)).Instances.Select(instance => instance.Name);
}

public sealed class InstancesInPostgres(PostgresTables tables) : InstancesSpecification(tables), IClassFixture<PostgresTables>;

public sealed class InstancesInSqlite(SqliteTables tables) : InstancesSpecification(tables), IClassFixture<SqliteTables>;
