using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;

namespace AgentRegistry.QueryApi.Capabilities;

/// <summary>Counts searches and routed queries, under the name of the seeds. The seed labels them with the query: a series for each would never end, so they have none.</summary>
internal static class SearchMetrics
{
    // The worker declares it in the same words: in one process the two are one.
    private static readonly Counter<long> Requests = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_discovery_requests_total", null, "Capability searches and routed queries, over the bus and HTTP");

    /// <summary>From now on it stands among the metrics, be it at 0.</summary>
    public static void Declare() => Requests.Add(0);

    public static void Asked() => Requests.Add(1);
}
