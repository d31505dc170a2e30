using AgentRegistry.ActivityWorker.Activities;
using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Presence;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.ActivityWorker.Tests;

/// <summary>The worker on the embedded stores, put together as its process does it. Nothing of it is started.</summary>
internal sealed class Embedded : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("agent-registry-").FullName;
    private readonly ServiceProvider _services;

    private Embedded()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(StorageModule.DataFolderKey, (string?)_folder)]).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new Limits())
            .AddStorage(configuration)
            .AddActivityWorker(configuration)
            .AddMassTransitTestHarness(bus => bus.AddActivityConsumers())
            .BuildServiceProvider();
    }

    public IRegistryStore Store => _services.GetRequiredService<IRegistryStore>();

    public IPresence Presence => _services.GetRequiredService<IPresence>();

    public FeedSignal Signal => _services.GetRequiredService<FeedSignal>();

    public ITestHarness Harness => _services.GetRequiredService<ITestHarness>();

    public ActivityWriter Writer => _services.GetRequiredService<ActivityWriter>();

    public static async Task<Embedded> StartAsync()
    {
        var embedded = new Embedded();
        await embedded.Store.MigrateAsync(CancellationToken.None);
        return embedded;
    }

    public async Task SaveAsync(AgentState state)
    {
        await using var transaction = await Store.BeginAsync(CancellationToken.None);
        await transaction.Agents.LockRecordsAsync([state.Id], CancellationToken.None);
        await transaction.Agents.SaveRecordsAsync([new AgentRecord(state, new RegisterAgent { AgentId = state.Id, Name = state.Id })], CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
