using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Instances over RabbitMQ, without HTTP, with two RegistryWorkers.</summary>
[Collection(DistributedCollection.Name)]
public sealed class InstanceBusTests : IAsyncLifetime
{
    private readonly string _workspace = $"bus-{Guid.NewGuid():N}";
    private readonly string _id = $"instance-{Guid.NewGuid():N}";
    private BusClient _bus = null!;

    public async ValueTask InitializeAsync() => _bus = await BusClient.ConnectAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Every_command_and_query_gets_a_response()
    {
        await DefineAsync("reviewer");
        var spawn = Spawn("reviewer") with { InstanceId = _id };
        var spawned = await _bus.AskAsync<SpawnInstance, InstanceAccepted>(spawn);
        (spawned.Outcome, spawned.DefinitionVersion, spawned.Status).ShouldBe((InstanceOutcome.Spawned, 1, AgentStatus.Initializing));
        (await _bus.AskAsync<SpawnInstance, InstanceAccepted>(spawn)).Outcome.ShouldBe(InstanceOutcome.Unchanged);
        (await _bus.AskAsync<SpawnInstance, InstanceConflict>(Spawn("reviewer") with { InstanceId = _id })).Reason.ShouldBe(InstanceConflictReason.Taken);
        (await _bus.AskAsync<SpawnInstance, DefinitionNotFound>(Spawn("reviewer") with { DefinitionVersion = "stable" })).Version.ShouldBe("stable");
        (await _bus.AskAsync<SpawnInstance, RequestRejected>(Spawn("reviewer") with { Configuration = Json("""{"model":"huge","files":0}""") }))
            .Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal).ShouldBe(["configuration/files", "configuration/language", "configuration/model"]);

        var configured = await _bus.AskAsync<ConfigureInstance, InstanceAccepted>(
            new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, InstanceId = _id, Configuration = Json("""{"language":"csharp"}"""), ExpectedRevision = spawned.Revision });
        configured.Outcome.ShouldBe(InstanceOutcome.Updated);
        (await _bus.AskAsync<ConfigureInstance, InstanceConflict>(
            new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, InstanceId = _id, Configuration = Json("""{"language":"python"}"""), ExpectedRevision = spawned.Revision }))
            .CurrentRevision.ShouldBe(configured.Revision);
        var refused = await _bus.AskAsync<ChangeInstanceStatus, InstanceConflict>(Change(AgentStatus.Busy));
        (refused.Reason, refused.Status).ShouldBe((InstanceConflictReason.Status, AgentStatus.Initializing));
        (await _bus.AskAsync<ChangeInstanceStatus, InstanceAccepted>(Change(AgentStatus.Error) with { Error = "boom" })).Status.ShouldBe(AgentStatus.Error);

        var read = await _bus.AskAsync<GetInstance, AgentInstance>(new() { Workspace = _workspace, InstanceId = _id });
        (read.Definition, read.Status, read.LastError!.Message, JsonSerializer.Serialize(read.Configuration)).ShouldBe(
            ("reviewer", AgentStatus.Error, "boom", """{"language":"csharp"}"""));
        (await _bus.AskAsync<ListInstances, InstancePage>(new() { Workspace = _workspace, Status = AgentStatus.Error })).Instances.ShouldHaveSingleItem().InstanceId.ShouldBe(_id);
        (await _bus.AskAsync<ListInstances, RequestRejected>(new() { Workspace = "*" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("workspace");
        var delete = new DeleteInstance { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, InstanceId = _id };
        (await _bus.AskAsync<DeleteInstance, InstanceAccepted>(delete)).Outcome.ShouldBe(InstanceOutcome.Deleted);
        (await _bus.AskAsync<DeleteInstance, InstanceNotFound>(delete with { MessageId = Guid.NewGuid() })).InstanceId.ShouldBe(_id);
        (await _bus.AskAsync<GetInstance, InstanceNotFound>(new() { Workspace = _workspace, InstanceId = _id })).Workspace.ShouldBe(_workspace);
    }

    [Fact]
    public async Task Plain_command_waits_for_its_definition_and_changes_are_events()
    {
        await using var events = await _bus.ListenAsync<InstanceChanged>();
        var spawn = Spawn("reviewer") with { InstanceId = _id };
        await _bus.PublishAsync(spawn);
        await _bus.PublishAsync(spawn);
        await DefineAsync("reviewer");

        await Eventually.HoldsAsync(() => events.Messages.Any(change => change.InstanceId == _id));
        (await _bus.AskAsync<ChangeInstanceStatus, InstanceAccepted>(Change(AgentStatus.Idle))).Outcome.ShouldBe(InstanceOutcome.Updated);
        await Eventually.HoldsAsync(() => events.Messages.Count(change => change.InstanceId == _id) == 2);
        events.Messages.Where(change => change.InstanceId == _id).Select(change => (change.Change, change.Status)).ShouldBe(
            [(InstanceChange.Spawned, AgentStatus.Initializing), (InstanceChange.StatusChanged, AgentStatus.Idle)]);
    }

    [Fact]
    public async Task A_configuration_of_10_MB_is_refused_and_what_is_refused_goes_to_the_error_queue_with_the_reason()
    {
        await DefineAsync("reviewer");
        var large = Spawn("reviewer") with { InstanceId = _id, Configuration = JsonSerializer.SerializeToElement(new { k = new string('x', 10 << 20) }) };
        (await _bus.AskAsync<SpawnInstance, RequestRejected>(large)).Faults.ShouldHaveSingleItem().Field.ShouldBe("configuration");

        await _bus.PublishAsync(Spawn("reviewer") with { Configuration = Json("{}") });
        (await _bus.ErrorAsync("spawn-instance")).Reason.ShouldContain("configuration/language is required");
        await _bus.PublishAsync("ChangeInstanceStatus", Encoding.UTF8.GetBytes("""{"instanceId":"has space"}"""));
        (await _bus.ErrorAsync("change-instance-status")).Reason.ShouldContain("instanceId must be");
    }

    [Fact]
    public async Task Forty_concurrent_creations_through_two_workers_respect_the_limit_of_twenty()
    {
        await DefineAsync("reviewer");
        var spawned = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            _bus.HasAsync<SpawnInstance, InstanceAccepted, InstanceConflict>(Spawn("reviewer"))));

        spawned.Count(isSpawned => isSpawned).ShouldBe(20);
        (await _bus.AskAsync<ListInstances, InstancePage>(new() { Workspace = _workspace })).Instances.Count.ShouldBe(20);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private Task DefineAsync(string slug) => _bus.AskAsync<SaveDefinition, DefinitionAccepted>(new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = _workspace,
        Slug = slug,
        Content = new()
        {
            Name = "Reviewer",
            ConfigurationSchema = Json("""{"properties":{"model":{"enum":["small"]},"files":{"minimum":1}},"required":["language"]}"""),
            DefaultConfiguration = Json("""{"language":"python"}"""),
        },
    });

    private SpawnInstance Spawn(string slug) => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Definition = slug };

    private ChangeInstanceStatus Change(AgentStatus status) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, InstanceId = _id, Status = status };
}
