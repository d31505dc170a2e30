namespace AgentRegistry.Faults.Load;

/// <summary>The agents: those that talk over the bus, those that talk HTTP, and one of each that only the probes send registrations for.</summary>
public sealed class Crowd
{
    /// <summary>Short, so that an outage of the broker and the way back outlast the lease of twice as much.</summary>
    private const int OnBusSeconds = 5;

    /// <summary>There is one API here: its outage, which nobody in the registry can tell from silence, is over within the lease.</summary>
    private const int OnHttpSeconds = 20;

    /// <summary>A third of the clocks is right, a third an hour ahead, a third an hour behind.</summary>
    public IReadOnlyList<CrowdAgent> OnBus { get; } =
        [.. Named("bus", 20, OnBusSeconds, 0), .. Named("bus-ahead", 20, OnBusSeconds, 1), .. Named("bus-behind", 20, OnBusSeconds, -1)];

    /// <summary>Their messages bear no times: the registry's clock is theirs.</summary>
    public IReadOnlyList<CrowdAgent> OnHttp { get; } = Named("http", 20, OnHttpSeconds, 0);

    public CrowdAgent BusProbe { get; } = new("probe-bus", OnBusSeconds, TimeSpan.Zero);

    public CrowdAgent HttpProbe { get; } = new("probe-http", OnHttpSeconds, TimeSpan.Zero);

    public IReadOnlyList<CrowdAgent> All => [.. OnBus, .. OnHttp, BusProbe, HttpProbe];

    private static List<CrowdAgent> Named(string name, int count, int intervalSeconds, int hoursAhead) =>
        [.. Enumerable.Range(1, count).Select(number => new CrowdAgent($"{name}-{number}", intervalSeconds, TimeSpan.FromHours(hoursAhead)))];
}
