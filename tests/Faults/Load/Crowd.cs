namespace AgentRegistry.Faults.Load;

/// <summary>The agents: those that talk over the bus, those that talk HTTP, and one of each that only the probes send registrations for.</summary>
public sealed class Crowd
{
    /// <summary>Short, so that a fault outlasts the lease of twice as much.</summary>
    public const int IntervalSeconds = 5;

    public IReadOnlyList<CrowdAgent> OnBus { get; } = Named("bus", 60);

    public IReadOnlyList<CrowdAgent> OnHttp { get; } = Named("http", 20);

    public CrowdAgent BusProbe { get; } = new("probe-bus");

    public CrowdAgent HttpProbe { get; } = new("probe-http");

    public IReadOnlyList<CrowdAgent> All => [.. OnBus, .. OnHttp, BusProbe, HttpProbe];

    private static List<CrowdAgent> Named(string name, int count) => [.. Enumerable.Range(1, count).Select(number => new CrowdAgent($"{name}-{number}"))];
}
