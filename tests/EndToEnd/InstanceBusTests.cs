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
