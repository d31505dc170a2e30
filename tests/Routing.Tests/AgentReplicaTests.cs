using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Routing.Tests;

/// <summary>The replica on the embedded tables.</summary>
public sealed class AgentReplicaTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("agent-registry-").FullName;
    private readonly ServiceProvider _services;

    public AgentReplicaTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(StorageModule.DataFolderKey, (string?)_folder)]).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStorage(configuration).BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IRegistryStore Store => _services.GetRequiredService<IRegistryStore>();

    public async ValueTask InitializeAsync() => await Store.MigrateAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Replica_equals_the_tables()
    {
        var directory = new AgentDirectory();
        var (kept, gone, added) = (Record("kept"), Record("gone"), Record("added"));
        await ChangeAsync(kept, AgentChange.Registered);
        await ChangeAsync(gone, AgentChange.Registered);
        using var follower = new FeedFollower(
            Store, _services.GetRequiredService<FeedSignal>(), [new AgentReplica(directory)], TimeProvider.System, NullLogger<FeedFollower>.Instance);
        await follower.StartAsync(Token);
        await Eventually.HoldsAsync(() => follower.IsReady);

        await ChangeAsync(added, AgentChange.Registered);
        await ChangeAsync(gone with { State = gone.State with { DeletedAt = Noon } }, AgentChange.Deleted);
        await ChangeAsync(kept with { State = kept.State with { Draining = true } }, AgentChange.StateChanged);

        (await follower.WaitForAsync(await Store.Feed.HeadAsync(Token), TimeSpan.FromSeconds(20), Token)).ShouldBeTrue();
        var snapshot = await Store.Agents.SnapshotAsync(Token);
        JsonSerializer.Serialize(directory.All).ShouldBe(JsonSerializer.Serialize(snapshot.Agents.OrderBy(agent => agent.Id, StringComparer.Ordinal)));
        directory.All.Select(agent => agent.Id).ShouldBe(["added", "kept"]);
        directory.Find("kept")!.Draining.ShouldBeTrue();
        await follower.StopAsync(Token);
    }

    private static AgentRecord Record(string id) => new(
        new AgentState
        {
            Id = id,
            SentAt = Noon,
            ReportedAt = Noon,
            Health = AgentHealth.Healthy,
            HealthReason = "heartbeats are fresh",
            HealthSince = Noon,
            RegisteredAt = Noon,
            UpdatedAt = Noon,
            Revision = 1,
        },
        new RegisterAgent { MessageId = Guid.NewGuid(), SentAt = Noon, AgentId = id, Name = id });

    private async Task ChangeAsync(AgentRecord record, AgentChange change)
    {
        await using var transaction = await Store.BeginAsync(Token);
        await transaction.Agents.LockRecordsAsync([record.State.Id], Token);
        var next = record with { State = record.State with { Revision = await transaction.Feed.TakeRevisionsAsync(1, Token) } };
        await transaction.Agents.SaveRecordsAsync([next], Token);
        await transaction.Feed.AppendAsync([FeedEntry.Of(next.State.ToChange(change, change == AgentChange.Registered ? next.ToAgent() : null))], Token);
        await transaction.CommitAsync(Token);
    }
}
