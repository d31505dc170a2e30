using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Definitions over RabbitMQ, without HTTP, with two RegistryWorkers.</summary>
[Collection(DistributedCollection.Name)]
public sealed class DefinitionBusTests : IAsyncLifetime
{
    private readonly string _workspace = $"bus-{Guid.NewGuid():N}";
    private BusClient _bus = null!;

    public async ValueTask InitializeAsync() => _bus = await BusClient.ConnectAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Every_command_and_query_gets_a_response()
    {
        var save = Save("reviewer", "one", expected: 0);
        var created = await _bus.AskAsync<SaveDefinition, DefinitionAccepted>(save);
        (created.Outcome, created.Version, created.Enabled).ShouldBe((DefinitionOutcome.Created, 1, true));
        var conflict = await _bus.AskAsync<SaveDefinition, DefinitionConflict>(Save("reviewer", "two", expected: 0));
        (conflict.Reason, conflict.CurrentVersion).ShouldBe((DefinitionConflictReason.Version, 1));
        (await _bus.AskAsync<SaveDefinition, DefinitionAccepted>(Save("reviewer", "two", expected: 1))).Version.ShouldBe(2);
        (await _bus.AskAsync<SaveDefinition, DefinitionAccepted>(save)).ShouldSatisfyAllConditions(
            again => again.Outcome.ShouldBe(DefinitionOutcome.Unchanged), again => again.Version.ShouldBe(1));
        (await _bus.AskAsync<LabelDefinition, DefinitionAccepted>(Label("reviewer", "1"))).Version.ShouldBe(1);
        (await _bus.AskAsync<RestoreDefinition, DefinitionAccepted>(Restore("stable"))).Version.ShouldBe(3);
        (await _bus.AskAsync<RestoreDefinition, DefinitionConflict>(Restore("latest"))).Reason.ShouldBe(DefinitionConflictReason.Current);
        (await _bus.AskAsync<RestoreDefinition, DefinitionNotFound>(Restore("9"))).Version.ShouldBe("9");
        (await _bus.AskAsync<SwitchDefinition, DefinitionAccepted>(
            new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Slug = "reviewer", Enabled = false })).Enabled.ShouldBeFalse();

        var read = await _bus.AskAsync<GetDefinition, DefinitionDetails>(new() { Workspace = _workspace, Slug = "reviewer", Version = "stable" });
        (read.CurrentVersion, read.Read.Version, read.Content.Name, read.Enabled, read.Labels.Count).ShouldBe((3, 1, "one", false, 2));
        var diff = await _bus.AskAsync<DiffDefinition, DefinitionDiff>(new() { Workspace = _workspace, Slug = "reviewer", From = "1", To = "2" });
        JsonSerializer.Serialize(diff.Patch).ShouldBe("""[{"op":"replace","path":"/name","value":"two"}]""");
        (await _bus.AskAsync<ListDefinitionVersions, DefinitionVersionPage>(new() { Workspace = _workspace, Slug = "reviewer", Limit = 2 })).NextBefore.ShouldBe(2);
        (await _bus.AskAsync<ListDefinitions, DefinitionPage>(new() { Workspace = _workspace, Text = "ONE" })).Definitions.ShouldHaveSingleItem().CurrentVersion.ShouldBe(3);
        (await _bus.AskAsync<ListDefinitions, RequestRejected>(new() { Workspace = "*" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("workspace");
        (await _bus.AskAsync<SaveDefinition, RequestRejected>(save with
        {
            Content = save.Content with { ConfigurationSchema = JsonSerializer.Deserialize<JsonElement>("""{"properties":{"a":{"type":"text"}}}""") },
        })).Faults.ShouldHaveSingleItem().Field.ShouldBe("content.configurationSchema/properties/a/type");

        (await _bus.AskAsync<UnlabelDefinition, DefinitionAccepted>(Unlabel())).Outcome.ShouldBe(DefinitionOutcome.Updated);
        (await _bus.AskAsync<UnlabelDefinition, DefinitionNotFound>(Unlabel())).Version.ShouldBe("stable");
        (await _bus.AskAsync<DeleteDefinition, DefinitionAccepted>(Delete())).Outcome.ShouldBe(DefinitionOutcome.Deleted);
        (await _bus.AskAsync<DeleteDefinition, DefinitionNotFound>(Delete())).Slug.ShouldBe("reviewer");
        (await _bus.AskAsync<SaveDefinition, DefinitionAccepted>(save)).Outcome.ShouldBe(DefinitionOutcome.Unchanged);
        (await _bus.AskAsync<GetDefinition, DefinitionNotFound>(new() { Workspace = _workspace, Slug = "reviewer" })).Workspace.ShouldBe(_workspace);
    }

    [Fact]
    public async Task Repeated_message_makes_no_second_version_and_changes_are_events()
    {
        await using var events = await _bus.ListenAsync<DefinitionChanged>();
        var slug = $"reviewer-{Guid.NewGuid():N}";

        // Nobody waits for an answer, and the label comes before its definition does.
        await _bus.PublishAsync(Label(slug, "1"));
        var save = Save(slug, "between us");
        await _bus.PublishAsync(save);
        await _bus.PublishAsync(save);
        await _bus.PublishAsync(save);

        await Eventually.HoldsAsync(() => events.Messages.Count(change => change.Slug == slug) == 2);
        events.Messages.Where(change => change.Slug == slug).Select(change => (change.Change, change.CurrentVersion, change.Label)).ShouldBe(
            [(DefinitionChange.Created, 1, null), (DefinitionChange.Labelled, 1, "stable")]);
        (await _bus.AskAsync<SaveDefinition, DefinitionAccepted>(save)).Outcome.ShouldBe(DefinitionOutcome.Unchanged);
        (await _bus.AskAsync<ListDefinitionVersions, DefinitionVersionPage>(new() { Workspace = _workspace, Slug = slug })).CurrentVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Refused_definition_command_goes_whole_to_the_error_queue()
    {
        await _bus.AskAsync<SaveDefinition, DefinitionAccepted>(Save("reviewer", "one"));
        await _bus.PublishAsync(Save("reviewer", "too late", expected: 7));

        var late = await _bus.ErrorAsync("save-definition");
        late.Body.ShouldContain("too late");
        late.Reason.ShouldContain("which has version 1");

        await _bus.PublishAsync("RestoreDefinition", Encoding.UTF8.GetBytes("""{"slug":"has space"}"""));
        (await _bus.ErrorAsync("restore-definition")).Reason.ShouldContain("slug must be");
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private SaveDefinition Save(string slug, string name, int? expected = null) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Slug = slug, Content = new() { Name = name }, ExpectedVersion = expected };

    private RestoreDefinition Restore(string version) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Slug = "reviewer", ToVersion = version };

    private LabelDefinition Label(string slug, string version) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Slug = slug, Label = "stable", Version = version };

    private UnlabelDefinition Unlabel() => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Slug = "reviewer", Label = "stable" };

    private DeleteDefinition Delete() => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, Slug = "reviewer" };
}
