using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Sessions;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentRegistry.SessionWorker.Tests;

/// <summary>The worker on the embedded stores, composed as in its process. Nothing is started, and its clock stands still.</summary>
internal sealed class Embedded : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agent-registry-").FullName;
    private readonly ServiceProvider _services;

    private Embedded(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(StorageModule.DataFolderKey, (string?)_folder), .. settings])
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Limits)
            .AddSingleton(new LearningPolicy())
            .AddStorage(configuration)
            .AddSessionWorker(configuration)
            .AddMassTransitTestHarness(bus => bus.AddSessionConsumers())
            .BuildServiceProvider();
    }

    public StandingClock Clock { get; } = new();

    public Limits Limits { get; } = new();

    public IRegistryStore Store => _services.GetRequiredService<IRegistryStore>();

    public ITestHarness Harness => _services.GetRequiredService<ITestHarness>();

    public SessionExpiry Expiry => _services.GetServices<IHostedService>().OfType<SessionExpiry>().Single();

    public static async Task<Embedded> StartAsync(params (string Key, string Value)[] settings)
    {
        var embedded = new Embedded(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value, StringComparer.Ordinal));
        await embedded.Store.MigrateAsync(CancellationToken.None);
        return embedded;
    }

    public Task<SessionDecision> WriteAsync(SessionCommand command) =>
        _services.GetRequiredService<SessionWriter>().WriteAsync(command, CancellationToken.None);

    public Task<ContextDecision> WriteAsync(ContextCommand command) =>
        _services.GetRequiredService<ContextWriter>().WriteAsync(command, CancellationToken.None);

    public Task<SessionDetails?> FindAsync(string id, string workspace = Defaults.Workspace) =>
        Store.Sessions.FindAsync(new SessionKey(workspace, id), CancellationToken.None);

    public async Task<IReadOnlyList<SessionChanged>> EventsAsync() =>
        [.. (await Store.Feed.ReadAsync(0, 1_000, CancellationToken.None)).Select(entry => entry.Read<SessionChanged>())];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A clock that is set by hand. Its timers are real: the pauses of batches are short.</summary>
internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Given.Now;

    public override DateTimeOffset GetUtcNow() => Now;
}
