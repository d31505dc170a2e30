using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Contexts over RabbitMQ, without HTTP, with two SessionWorkers.</summary>
[Collection(DistributedCollection.Name)]
public sealed class ContextBusTests(DistributedFixture system) : IAsyncLifetime
{
    private readonly string _workspace = $"bus-{Guid.NewGuid():N}";
    private BusClient _bus = null!;

    public async ValueTask InitializeAsync() => _bus = await BusClient.ConnectAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Every_command_and_query_gets_a_response()
    {
        var write = Write("plan", """{"n":1}""", expected: 0);
        var created = await _bus.AskAsync<WriteContext, ContextAccepted>(write);
        (created.Outcome, created.Version).ShouldBe((ContextOutcome.Created, 1));
        var conflict = await _bus.AskAsync<WriteContext, ContextConflict>(Write("plan", expected: 0));
        (conflict.Reason, conflict.CurrentVersion, conflict.RollbackState).ShouldBe((ContextConflictReason.Version, 1, null));
        (await _bus.AskAsync<WriteContext, ContextAccepted>(Write("plan", """{"n":null}""", expected: 1))).Version.ShouldBe(2);
        (await _bus.AskAsync<NameCheckpoint, ContextAccepted>(Name("plan", 1))).Version.ShouldBe(1);
        var back = await _bus.AskAsync<RollbackContext, ContextAccepted>(Rollback("plan", 1));
        (back.Version, back.RollbackPointer, back.RollbackState).ShouldBe((3, 1, RollbackState.Success));
        var self = await _bus.AskAsync<RollbackContext, ContextConflict>(Rollback("plan", 3));
        (self.Reason, self.CurrentVersion, self.RollbackState).ShouldBe((ContextConflictReason.Current, 3, RollbackState.Failed));
        var missing = await _bus.AskAsync<RollbackContext, ContextNotFound>(Rollback("plan", 9));
        (missing.Version, missing.RollbackState).ShouldBe((9, RollbackState.Failed));

        var read = await _bus.AskAsync<GetContext, ContextDetails>(Get("plan") with { Checkpoint = "approved" });
        (read.CurrentVersion, read.Read.Version, JsonSerializer.Serialize(read.Data), read.Checkpoints.Count).ShouldBe((3, 1, """{"n":1}""", 1));
        var diff = await _bus.AskAsync<DiffContext, ContextDiff>(Diff("plan", 1) with { To = 2 });
        JsonSerializer.Serialize(diff.Patch).ShouldBe("""[{"op":"replace","path":"/n","value":null}]""");
        (await _bus.AskAsync<ListContextVersions, ContextVersionPage>(Versions("plan") with { Limit = 2 })).NextBefore.ShouldBe(2);
        (await _bus.AskAsync<ListContexts, ContextPage>(new() { Workspace = _workspace })).Contexts.ShouldHaveSingleItem().CurrentVersion.ShouldBe(3);
        (await _bus.AskAsync<ListContexts, RequestRejected>(new() { Workspace = "*" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("workspace");
        (await _bus.AskAsync<WriteContext, RequestRejected>(Write("plan", "[]"))).Faults.ShouldHaveSingleItem().Field.ShouldBe("data");

        (await _bus.AskAsync<RemoveCheckpoint, ContextAccepted>(RemoveName("plan"))).Outcome.ShouldBe(ContextOutcome.Updated);
        (await _bus.AskAsync<RemoveCheckpoint, ContextNotFound>(RemoveName("plan"))).Checkpoint.ShouldBe("approved");
        (await _bus.AskAsync<DeleteContext, ContextAccepted>(Delete("plan"))).Outcome.ShouldBe(ContextOutcome.Deleted);
        (await _bus.AskAsync<DeleteContext, ContextNotFound>(Delete("plan"))).Name.ShouldBe("plan");
        (await _bus.AskAsync<WriteContext, ContextAccepted>(write)).Outcome.ShouldBe(ContextOutcome.Stale);
    }

    [Fact]
    public async Task Repeated_message_makes_no_second_version_and_changes_are_events()
    {
        await using var events = await _bus.ListenAsync<ContextChanged>();
        var name = $"plan-{Guid.NewGuid():N}";

        // Nobody waits for an answer, and the checkpoint comes before its context does.
        await _bus.PublishAsync(Name(name, 1));
        var write = Write(name, """{"said":"between us"}""");
        await _bus.PublishAsync(write);
        await _bus.PublishAsync(write);
        await _bus.PublishAsync(write);

        await Eventually.HoldsAsync(() => events.Messages.Count(change => change.Name == name) == 2);
        events.Messages.Where(change => change.Name == name).Select(change => (change.Change, change.CurrentVersion)).ShouldBe(
            [(ContextChange.Created, 1), (ContextChange.CheckpointNamed, 1)]);
        (await _bus.AskAsync<WriteContext, ContextAccepted>(write)).Outcome.ShouldBe(ContextOutcome.Unchanged);
        (await _bus.AskAsync<ListContextVersions, ContextVersionPage>(Versions(name))).Total.ShouldBe(1);
    }

    [Fact]
    public async Task What_no_context_takes_goes_whole_to_the_error_queue_with_the_reason()
    {
        await _bus.AskAsync<WriteContext, ContextAccepted>(Write("plan"));
        await _bus.PublishAsync(Write("plan", """{"said":"too late"}""", expected: 7));

        var late = await _bus.ErrorAsync("write-context");
        late.Body.ShouldContain("too late");
        late.Reason.ShouldContain("at version 1");

        await _bus.PublishAsync("RollbackContext", Encoding.UTF8.GetBytes("""{"agentId":"has space"}"""));
        (await _bus.ErrorAsync("rollback-context")).Reason.ShouldContain("name must be");
    }

    [Fact]
    public async Task Of_twenty_writers_through_two_workers_exactly_one_wins_each_version()
    {
        await _bus.AskAsync<WriteContext, ContextAccepted>(Write("race", """{"n":0}"""));
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            using var api = new ApiClient(system.Address);
            var mine = new List<int>();
            while (mine.Count < 2)
            {
                var seen = (await _bus.AskAsync<GetContext, ContextDetails>(Get("race"))).CurrentVersion;
                var answer = await api.SendAsync(
                    HttpMethod.Put, ContextClient.Path("race"), new { data = new { writer } }, ("X-Workspace", _workspace), ("If-Match", $"\"{seen}\""));
                if (answer.Status == 200)
                {
                    mine.Add((int)answer["version"]!);
                }
            }

            return mine;
        }));

        won.SelectMany(versions => versions).Order().ShouldBe(Enumerable.Range(2, 40));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private WriteContext Write(string name, string data = "{}", int? expected = null) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = _workspace,
        AgentId = "coder",
        Name = name,
        Data = JsonSerializer.Deserialize<JsonElement>(data),
        ExpectedVersion = expected,
    };

    private RollbackContext Rollback(string name, int version) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, AgentId = "coder", Name = name, ToVersion = version };

    private NameCheckpoint Name(string name, int version) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, AgentId = "coder", Name = name, Checkpoint = "approved", Version = version };

    private RemoveCheckpoint RemoveName(string name) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, AgentId = "coder", Name = name, Checkpoint = "approved" };

    private DeleteContext Delete(string name) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, AgentId = "coder", Name = name };

    private GetContext Get(string name) => new() { Workspace = _workspace, AgentId = "coder", Name = name };

    private ListContextVersions Versions(string name) => new() { Workspace = _workspace, AgentId = "coder", Name = name };

    private DiffContext Diff(string name, int from) => new() { Workspace = _workspace, AgentId = "coder", Name = name, From = from };
}
