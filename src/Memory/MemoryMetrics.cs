using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;

namespace AgentRegistry.Memory;

internal static class MemoryMetrics
{
    private static readonly Counter<long> Records = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_memory_delivered_total", null, "Activities handed to the memory, by delivery");

    private static readonly Counter<long> Stuck = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_stuck_total", null, "Entries of the feed put aside because they could not be delivered, by delivery");

    public static void Delivered(string cursor, int count, int stuck)
    {
        var label = KeyValuePair.Create("delivery", (object?)cursor);
        Records.Add(count, label);
        Stuck.Add(stuck, label);
    }

    public static void Declare(MemoryBreaker breaker) => RegistryMeter.Instance.CreateObservableGauge(
        "agent_registry_memory_breaker_state",
        () => breaker.State switch
        {
            MemoryBreaker.Closed => 0,
            MemoryBreaker.HalfOpen => 1,
            _ => 2,
        },
        null,
        "The circuit breaker before the memory server: 0 closed, 1 half open, 2 open");
}
