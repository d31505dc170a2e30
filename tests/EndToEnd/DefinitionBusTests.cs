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
