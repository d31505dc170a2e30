using System.Diagnostics.Metrics;

namespace AgentRegistry.Hosting.Telemetry;

/// <summary>The meter of every metric of the registry. Each metric is declared beside the code that records it.</summary>
public static class RegistryMeter
{
    public const string Name = "AgentRegistry";

    public static Meter Instance { get; } = new(Name);

    /// <summary>The buckets of every histogram, in seconds.</summary>
    internal static IReadOnlyList<double> SecondsBuckets { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
}
