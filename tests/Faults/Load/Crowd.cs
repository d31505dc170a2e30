namespace AgentRegistry.Faults.Load;

/// <summary>The agents: those that talk over the bus, those that talk HTTP, and one of each that only the probes send registrations for.</summary>
public sealed class Crowd
{
    /// <summary>Short, so that an outage of the broker and the way back outlast the lease of twice as much.</summary>
    private const int OnBusSeconds = 5;

    /// <summary>There is one API here: its outage, which nobody in the registry can tell from silence, is over within the lease.</summary>
    private const int OnHttpSeconds = 20;

    public IReadOnlyList<CrowdAgent> OnBus { get; } = Named("bus", 60, OnBusSeconds);

    public IReadOnlyList<CrowdAgent> OnHttp { get; } = Named("http", 20, OnHttpSeconds);

    public CrowdAgent BusProbe { get; } = new("probe-bus", OnBusSeconds);

    public CrowdAgent HttpProbe { get; } = new("probe-http", OnHttpSeconds);

    public IReadOnlyList<CrowdAgent> All => [.. OnBus, .. OnHttp, BusProbe, HttpProbe];

    private static List<CrowdAgent> Named(string name, int count, int intervalSeconds) =>
        [.. Enumerable.Range(1, count).Select(number => new CrowdAgent($"{name}-{number}", intervalSeconds))];
}
