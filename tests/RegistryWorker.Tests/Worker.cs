using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Routing;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Notices;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Storage.Routes;
using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using AgentRegistry.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentRegistry.RegistryWorker.Tests;

/// <summary>The worker's writers on a SQLite file, with presence in process and time by hand.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agent-registry-").FullName;
    private readonly SqliteDatabase _database;
    private readonly AgentWriter _agents;
    private readonly HeartbeatWriter _heartbeats;

    private Worker()
    {
        _database = new SqliteDatabase(Path.Combine(_folder, "registry.db"));
        Store = new FailingStore(new SqliteStore(_database, new FeedSignal(Time), Time));
        States = new StateWriter(Store);
        Keeper = new PresenceKeeper(Presence, Store, Time, NullLogger<PresenceKeeper>.Instance);
        _agents = new AgentWriter(Store, Keeper, new RegistrationHistory(), Time);
        _heartbeats = new HeartbeatWriter(Presence, Store, States, Keeper, Time);
    }

    public FakeTimeProvider Time { get; } = new(Given.Start);

    public InProcessPresence Presence { get; } = new();

    public FailingStore Store { get; }

    public StateWriter States { get; }

    public PresenceKeeper Keeper { get; }

    public static async Task<Worker> StartAsync()
    {
        var worker = new Worker();
        await worker.Store.MigrateAsync(CancellationToken.None);
        return worker;
    }

    public Task<AgentCommitted> RegisterAsync(RegisterAgent message) => _agents.WriteAsync(AgentCommand.Of(message), CancellationToken.None);

    public Task<AgentCommitted> DeleteAsync(DeleteAgent message) =>
        _agents.WriteAsync(AgentCommand.Of(message), CancellationToken.None);

    public Task<PresenceResult> BeatAsync(Heartbeat heartbeat) => _heartbeats.WriteAsync(heartbeat, CancellationToken.None);

    public Task<IReadOnlyList<PresenceResult>> BeatTogetherAsync(params IReadOnlyList<Heartbeat> heartbeats) =>
        _heartbeats.WriteAsync(heartbeats, CancellationToken.None);

    /// <summary>What the broker says; null for one that always answers.</summary>
    public BrokerSign? Sign { get; set; }

    public AgentDirectory Agents { get; } = new();

    /// <summary>Of the eviction loops of this worker.</summary>
    public HeartbeatIntakeMonitor Intake { get; } = new();

    public EvictionLoop NewEvictionLoop() => new(
        Presence,
        Keeper,
        States,
        Agents,
        new Broker(this),
        Intake,
        new EvictionNotices(new NoticeBoard(Store, Time), NullLogger<EvictionNotices>.Instance),
        new SelfPreservation(),
        Time,
        NullLogger<EvictionLoop>.Instance);

    /// <summary>The agent in the tables; null when it is not registered.</summary>
    public async Task<Agent?> FindAsync() => (await Store.Agents.FindAsync(["a"], CancellationToken.None)).SingleOrDefault();

    public async Task<DateTimeOffset?> DueAsync() =>
        (await Presence.DueAsync(Time.GetUtcNow().AddDays(1), 10, CancellationToken.None)).SingleOrDefault()?.Due;

    public Task<long> HeadAsync() => Store.Feed.HeadAsync(CancellationToken.None);

    private sealed class Broker(Worker worker) : IBrokerMonitor
    {
        public BrokerSign Last =>
            worker.Sign ?? new BrokerSign(worker.Time.GetUtcNow(), new Dictionary<string, long>(StringComparer.Ordinal), Trouble: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _agents.DisposeAsync();
        await _heartbeats.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A store that can be away for a number of transactions.</summary>
internal sealed class FailingStore(IRegistryStore inner) : IRegistryStore
{
    public int TransactionsToFail { get; set; }

    public IAgentReader Agents => inner.Agents;

    public IRegistrationReader Registrations => inner.Registrations;

    public IActivityReader Activities => inner.Activities;

    public ISessionReader Sessions => inner.Sessions;

    public IContextReader Contexts => inner.Contexts;

    public IDefinitionReader Definitions => inner.Definitions;

    public IInstanceReader Instances => inner.Instances;

    public IEvidenceReader Evidence => inner.Evidence;

    public IRouteTable Routes => inner.Routes;

    public IFeedReader Feed => inner.Feed;

    public INoticeReader Notices => inner.Notices;

    public IDeadLetterStore Stuck => inner.Stuck;

    public IRetention Retention => inner.Retention;

    public Task<IRegistryTransaction> BeginAsync(CancellationToken cancellationToken) =>
        TransactionsToFail-- > 0 ? throw new TimeoutException("The tables are away.") : inner.BeginAsync(cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);
}
