using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests;

/// <summary>What a sender on the bus gets from the worker: its consumers on MassTransit's harness, over the embedded stores.</summary>
public sealed class HandlerTests : IAsyncLifetime
{
    private const string Team = "team";
    private const string Id = "instance-1";
    private readonly string _folder = Directory.CreateTempSubdirectory("agent-registry-").FullName;
    private readonly ServiceProvider _services;

    public HandlerTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(StorageModule.DataFolderKey, (string?)_folder)]).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new Limits())
            .AddStorage(configuration)
            .AddRegistryWorker(configuration)
            .AddMassTransitTestHarness(bus => bus.AddRegistryConsumers())
            .BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private ITestHarness Harness => _services.GetRequiredService<ITestHarness>();

    public async ValueTask InitializeAsync()
    {
        await _services.GetRequiredService<IRegistryStore>().MigrateAsync(Token);
        await Harness.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_command_on_an_agent_and_every_heartbeat_gets_its_response()
    {
        var registration = new RegisterAgent { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = "a", Name = "Agent" };
        var registered = await AskAsync<RegisterAgent, AgentAccepted>(registration);
        (registered.Outcome, registered.LeaseSeconds).ShouldBe((AgentOutcome.Registered, 60));
        (await AskAsync<RegisterAgents, AgentsAccepted>(new()
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Agents = [registration with { MessageId = Guid.NewGuid(), AgentId = "b" }],
        })).Results.ShouldHaveSingleItem().Outcome.ShouldBe(AgentOutcome.Registered);
        (await AskAsync<RegisterAgent, RequestRejected>(registration with { AgentId = "has space" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("agentId");

        (await AskAsync<Heartbeat, HeartbeatAccepted>(new() { AgentId = "a", SentAt = Now })).HeartbeatIntervalSeconds.ShouldBe(30);
        (await AskAsync<Heartbeat, AgentNotRegistered>(new() { AgentId = "nobody", SentAt = Now })).AgentId.ShouldBe("nobody");
        (await AskAsync<Heartbeat, RequestRejected>(new() { SentAt = Now })).Faults.ShouldHaveSingleItem().Field.ShouldBe("agentId");
        var batch = await AskAsync<HeartbeatBatch, HeartbeatsAccepted>(new() { SentAt = Now, Heartbeats = [new() { AgentId = "a" }, new() { AgentId = "nobody" }] });
        batch.Accepted.ShouldBe(1);
        batch.NotRegistered.ShouldBe(["nobody"]);

        (await AskAsync<ChangeAgentStatus, AgentsAccepted>(new() { MessageId = Guid.NewGuid(), SentAt = Now, AgentIds = ["a"], Draining = true }))
            .Results.ShouldHaveSingleItem().Outcome.ShouldBe(AgentOutcome.Updated);
        (await AskAsync<UpdateAgentCapabilities, RevisionConflict>(new() { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = "a", ExpectedRevision = 1_000 }))
            .AgentId.ShouldBe("a");
        (await AskAsync<DeleteAgent, AgentAccepted>(new() { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = "a" })).Outcome.ShouldBe(AgentOutcome.Deleted);
        (await AskAsync<DeleteAgent, AgentNotFound>(new() { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = "nobody" })).AgentId.ShouldBe("nobody");
    }

    [Fact]
    public async Task Every_command_and_query_on_a_definition_gets_its_response()
    {
        var save = Save("reviewer", "one", expected: 0);
        var created = await AskAsync<SaveDefinition, DefinitionAccepted>(save);
        (created.Outcome, created.Version, created.Enabled).ShouldBe((DefinitionOutcome.Created, 1, true));
        var conflict = await AskAsync<SaveDefinition, DefinitionConflict>(Save("reviewer", "two", expected: 0));
        (conflict.Reason, conflict.CurrentVersion).ShouldBe((DefinitionConflictReason.Version, 1));
        (await AskAsync<SaveDefinition, DefinitionAccepted>(Save("reviewer", "two", expected: 1))).Version.ShouldBe(2);
        (await AskAsync<SaveDefinition, DefinitionAccepted>(save)).ShouldSatisfyAllConditions(
            again => again.Outcome.ShouldBe(DefinitionOutcome.Unchanged), again => again.Version.ShouldBe(1));
        (await AskAsync<LabelDefinition, DefinitionAccepted>(Label("reviewer", "1"))).Version.ShouldBe(1);
        (await AskAsync<RestoreDefinition, DefinitionAccepted>(Restore("stable"))).Version.ShouldBe(3);
        (await AskAsync<RestoreDefinition, DefinitionConflict>(Restore("latest"))).Reason.ShouldBe(DefinitionConflictReason.Current);
        (await AskAsync<RestoreDefinition, DefinitionNotFound>(Restore("9"))).Version.ShouldBe("9");
        (await AskAsync<SwitchDefinition, DefinitionAccepted>(
            new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Slug = "reviewer", Enabled = false })).Enabled.ShouldBeFalse();

        var read = await AskAsync<GetDefinition, DefinitionDetails>(new() { Workspace = Team, Slug = "reviewer", Version = "stable" });
        (read.CurrentVersion, read.Read.Version, read.Content.Name, read.Enabled, read.Labels.Count).ShouldBe((3, 1, "one", false, 2));
        var diff = await AskAsync<DiffDefinition, DefinitionDiff>(new() { Workspace = Team, Slug = "reviewer", From = "1", To = "2" });
        JsonSerializer.Serialize(diff.Patch).ShouldBe("""[{"op":"replace","path":"/name","value":"two"}]""");
        (await AskAsync<ListDefinitionVersions, DefinitionVersionPage>(new() { Workspace = Team, Slug = "reviewer", Limit = 2 })).NextBefore.ShouldBe(2);
        (await AskAsync<ListDefinitions, DefinitionPage>(new() { Workspace = Team, Text = "ONE" })).Definitions.ShouldHaveSingleItem().CurrentVersion.ShouldBe(3);
        (await AskAsync<ListDefinitions, RequestRejected>(new() { Workspace = "*" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("workspace");
        (await AskAsync<SaveDefinition, RequestRejected>(save with
        {
            Content = save.Content with { ConfigurationSchema = JsonSerializer.Deserialize<JsonElement>("""{"properties":{"a":{"type":"text"}}}""") },
        })).Faults.ShouldHaveSingleItem().Field.ShouldBe("content.configurationSchema/properties/a/type");

        (await AskAsync<UnlabelDefinition, DefinitionAccepted>(Unlabel())).Outcome.ShouldBe(DefinitionOutcome.Updated);
        (await AskAsync<UnlabelDefinition, DefinitionNotFound>(Unlabel())).Version.ShouldBe("stable");
        (await AskAsync<DeleteDefinition, DefinitionAccepted>(Delete())).Outcome.ShouldBe(DefinitionOutcome.Deleted);
        (await AskAsync<DeleteDefinition, DefinitionNotFound>(Delete())).Slug.ShouldBe("reviewer");
        (await AskAsync<SaveDefinition, DefinitionAccepted>(save)).Outcome.ShouldBe(DefinitionOutcome.Unchanged);
        (await AskAsync<GetDefinition, DefinitionNotFound>(new() { Workspace = Team, Slug = "reviewer" })).Workspace.ShouldBe(Team);
    }

    [Fact]
    public async Task Every_command_and_query_on_an_instance_gets_its_response()
    {
        await DefineAsync();
        var spawn = Spawn() with { InstanceId = Id };
        var spawned = await AskAsync<SpawnInstance, InstanceAccepted>(spawn);
        (spawned.Outcome, spawned.DefinitionVersion, spawned.Status).ShouldBe((InstanceOutcome.Spawned, 1, AgentStatus.Initializing));
        (await AskAsync<SpawnInstance, InstanceAccepted>(spawn)).Outcome.ShouldBe(InstanceOutcome.Unchanged);
        (await AskAsync<SpawnInstance, InstanceConflict>(Spawn() with { InstanceId = Id })).Reason.ShouldBe(InstanceConflictReason.Taken);
        (await AskAsync<SpawnInstance, DefinitionNotFound>(Spawn() with { DefinitionVersion = "stable" })).Version.ShouldBe("stable");
        (await AskAsync<SpawnInstance, RequestRejected>(Spawn() with { Configuration = Json("""{"model":"huge","files":0}""") }))
            .Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal).ShouldBe(["configuration/files", "configuration/language", "configuration/model"]);

        var configured = await AskAsync<ConfigureInstance, InstanceAccepted>(
            new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, InstanceId = Id, Configuration = Json("""{"language":"csharp"}"""), ExpectedRevision = spawned.Revision });
        configured.Outcome.ShouldBe(InstanceOutcome.Updated);
        (await AskAsync<ConfigureInstance, InstanceConflict>(
            new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, InstanceId = Id, Configuration = Json("""{"language":"python"}"""), ExpectedRevision = spawned.Revision }))
            .CurrentRevision.ShouldBe(configured.Revision);
        var refused = await AskAsync<ChangeInstanceStatus, InstanceConflict>(Change(AgentStatus.Busy));
        (refused.Reason, refused.Status).ShouldBe((InstanceConflictReason.Status, AgentStatus.Initializing));
        (await AskAsync<ChangeInstanceStatus, InstanceAccepted>(Change(AgentStatus.Error) with { Error = "boom" })).Status.ShouldBe(AgentStatus.Error);

        var read = await AskAsync<GetInstance, AgentInstance>(new() { Workspace = Team, InstanceId = Id });
        (read.Definition, read.Status, read.LastError!.Message, JsonSerializer.Serialize(read.Configuration)).ShouldBe(
            ("reviewer", AgentStatus.Error, "boom", """{"language":"csharp"}"""));
        (await AskAsync<ListInstances, InstancePage>(new() { Workspace = Team, Status = AgentStatus.Error })).Instances.ShouldHaveSingleItem().InstanceId.ShouldBe(Id);
        (await AskAsync<ListInstances, RequestRejected>(new() { Workspace = "*" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("workspace");
        var delete = new DeleteInstance { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, InstanceId = Id };
        (await AskAsync<DeleteInstance, InstanceAccepted>(delete)).Outcome.ShouldBe(InstanceOutcome.Deleted);
        (await AskAsync<DeleteInstance, InstanceNotFound>(delete with { MessageId = Guid.NewGuid() })).InstanceId.ShouldBe(Id);
        (await AskAsync<GetInstance, InstanceNotFound>(new() { Workspace = Team, InstanceId = Id })).Workspace.ShouldBe(Team);
    }

    private async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request)
        where TRequest : class
        where TResponse : class =>
        (await Harness.GetRequestClient<TRequest>().GetResponse<TResponse>(request, Token)).Message;

    private SaveDefinition Save(string slug, string name, int? expected = null) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Slug = slug, Content = new() { Name = name }, ExpectedVersion = expected };

    private RestoreDefinition Restore(string version) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Slug = "reviewer", ToVersion = version };

    private LabelDefinition Label(string slug, string version) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Slug = slug, Label = "stable", Version = version };

    private UnlabelDefinition Unlabel() => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Slug = "reviewer", Label = "stable" };

    private DeleteDefinition Delete() => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Slug = "reviewer" };

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private Task DefineAsync() => AskAsync<SaveDefinition, DefinitionAccepted>(new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = Team,
        Slug = "reviewer",
        Content = new()
        {
            Name = "Reviewer",
            ConfigurationSchema = Json("""{"properties":{"model":{"enum":["small"]},"files":{"minimum":1}},"required":["language"]}"""),
            DefaultConfiguration = Json("""{"language":"python"}"""),
        },
    });

    private SpawnInstance Spawn() => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, Definition = "reviewer" };

    private ChangeInstanceStatus Change(AgentStatus status) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = Team, InstanceId = Id, Status = status };
}
