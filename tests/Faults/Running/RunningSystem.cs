using AgentRegistry.Faults.Breaking;
using AgentRegistry.Faults.Following;
using AgentRegistry.Faults.Ledger;
using AgentRegistry.Faults.Load;
using AgentRegistry.Faults.Planning;
using AgentRegistry.Faults.Recovery;
using AgentRegistry.Testing;

namespace AgentRegistry.Faults.Running;

/// <summary>The distributed system with two of each worker, the crowd that lives in it, and what faults can be made in.</summary>
public sealed class RunningSystem : IAsyncDisposable
{
    private const int WorkersOfEach = 2;
    private const int ActivityPublishers = 5;

    private readonly DistributedSystem _system;
    private readonly Proxies _proxies;
    private readonly TcpProxy _api;
    private readonly Pulse _pulse;
    private readonly BusPublisher[] _publishers;

    private RunningSystem(DistributedSystem system, MemoryServer memory, Proxies proxies)
    {
        (_system, Memory, _proxies) = (system, memory, proxies);
        _api = new TcpProxy(system.Api.Address.Host, system.Api.Address.Port);
        var (api, broker) = (new Uri($"http://127.0.0.1:{_api.Port}"), new Uri(proxies.Addresses.RabbitMq));
        Tables = new Tables(system.Postgres);
        Followers = new Followers(api);
        Caller = new ApiCaller(api, Book);
        _pulse = new Pulse(Crowd, broker, Caller, Book);
        _publishers = [.. Enumerable.Range(0, ActivityPublishers + 3).Select(_ => new BusPublisher(broker))];
        Activities = new ActivityLoad(Crowd, _publishers[..ActivityPublishers], Caller, Book);
        Registrations = new RegistrationLoad(Crowd, _publishers[^1], _publishers[^2], Caller, Book);
        Probes = new Probes(Crowd, _publishers[^3], Caller, Followers, Book);

        Target[] targets =
        [
            new WorkerTarget(system, "RegistryWorker"),
            new WorkerTarget(system, "ActivityWorker"),
            new ApiTarget(system, _api),
            new ServerTarget("RabbitMQ", FaultPlan.ServiceOf("RabbitMQ"), proxies.RabbitMq),
            new ServerTarget("PostgreSQL", FaultPlan.ServiceOf("PostgreSQL"), proxies.Postgres, Signals.Interrupt),
            new ServerTarget("Redis", FaultPlan.ServiceOf("Redis"), proxies.Redis),
            new MemoryTarget(memory, proxies.Memory),
        ];
        Targets = targets.ToDictionary(target => target.Name, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Target> Targets { get; }

    public ReceiptBook Book { get; } = new();

    public Crowd Crowd { get; } = new();

    public Tables Tables { get; }

    public MemoryServer Memory { get; }

    public Followers Followers { get; }

    public ActivityLoad Activities { get; }

    public RegistrationLoad Registrations { get; }

    public Probes Probes { get; }

    /// <summary>The feed's revision up to which everything has been looked at.</summary>
    public long JudgedUpTo { get; set; }

    /// <summary>What its programs have printed.</summary>
    public string Output => string.Join("\n\n", _system.Programs.Select(program => $"{program.Project}:\n{program.Output}"));

    /// <summary>How often a program that was stuck has been started again.</summary>
    public int Restarts => _system.Programs.Sum(program => program.Restarts);

    private ApiCaller Caller { get; }

    /// <summary>Starts it, with the whole crowd registered and beating.</summary>
    public static async Task<RunningSystem> StartAsync()
    {
        var memory = await new MemoryServer().StartAsync();
        var proxies = new Proxies(memory);

        // A circuit that stays open for a minute would only make the test longer.
        string[] settings = ["--Memory:Url", proxies.MemoryAddress.ToString(), "--Memory:OpenSeconds", "2", "--Memory:CallSeconds", "5"];
        var system = new RunningSystem(await DistributedSystem.StartAsync(proxies.Addresses, WorkersOfEach, settings), memory, proxies);
        system.Followers.Start(await system.Tables.HeadAsync());
        await system.RegisterAsync();
        system._pulse.Start();
        return system;
    }

    /// <summary>What happened up to now, at the start, is nobody's fault.</summary>
    public async Task BeginToJudgeAsync()
    {
        // A try that was overtaken may have been stored already, and get its receipt only after the next book was opened.
        await Probes.SettleAsync();
        JudgedUpTo = await Tables.HeadAsync();
        await Followers.ReachAsync(JudgedUpTo, Eventually.Limit);
        Followers.TakeGiven(JudgedUpTo);
        Memory.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _pulse.DisposeAsync();
            await Followers.DisposeAsync();
            foreach (var publisher in _publishers)
            {
                await publisher.DisposeAsync();
            }
        }
        finally
        {
            // Whatever went wrong in the harness, no process outlives it.
            Caller.Dispose();
            await _system.DisposeAsync();
            await _api.DisposeAsync();
            await _proxies.DisposeAsync();
            await Memory.DisposeAsync();
        }
    }

    private async Task RegisterAsync()
    {
        foreach (var agent in Crowd.All)
        {
            await Eventually.HoldsAsync(async () => await agent.RegisterAsync(_publishers[0], Book) == Outcome.Accepted);
        }

        await Eventually.HoldsAsync(async () => (await Tables.ReadAsync(0)).Registrations.Count == Crowd.All.Count);
    }
}
