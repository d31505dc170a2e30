using System.Diagnostics.Metrics;

namespace AgentRegistry.Hosting.Telemetry;

/// <summary>The meter of every measure of the registry. Each measure is declared beside the code that takes it.</summary>
public static class RegistryMeter
{
    public const string Name = "AgentRegistry";

    public static Meter Instance { get; } = new(Name);
}
