using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>The latency is not labelled with the agent's id: Prometheus would not bear a series for each of 100,000 agents.</summary>
internal static class HeartbeatMetrics
{
    private static readonly Histogram<double> Latency = RegistryMeter.Instance.CreateHistogram<double>(
        "agent_registry_heartbeat_latency_seconds", "s", "Time from a heartbeat message's arrival in the worker to presence");

    private static readonly Counter<long> Heartbeats = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_heartbeats_total", null, "Heartbeats by what became of them");

    private static readonly KeyValuePair<string, object?>[] Labels =
        [.. Enum.GetNames<PresenceResult>().Select(name => KeyValuePair.Create("result", (object?)name.ToLowerInvariant()))];

    public static void Taken(PresenceResult result, TimeSpan elapsed)
    {
        Latency.Record(elapsed.TotalSeconds);
        Heartbeats.Add(1, Labels[(int)result]);
    }

    public static void Taken(IReadOnlyList<PresenceResult> results, TimeSpan elapsed)
    {
        Latency.Record(elapsed.TotalSeconds);
        Span<int> counts = stackalloc int[Labels.Length];
        foreach (var result in results)
        {
            counts[(int)result]++;
        }

        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                Heartbeats.Add(counts[i], Labels[i]);
            }
        }
    }
}
