using System.Diagnostics.Metrics;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Telemetry;
using Microsoft.Extensions.Hosting;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>The registry's own metrics.</summary>
internal sealed class DiscoveryMetrics(AgentDirectory directory) : IHostedService
{
    private static readonly Counter<long> Requests = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_discovery_requests_total", null, "Capability searches and routed queries, over the bus and HTTP");

    public static void Requested() => Requests.Add(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_agents_total",
            () => directory.Count(null).AgentsByStatus.Select(status =>
                new Measurement<int>(status.Value, KeyValuePair.Create("status", (object?)status.Key))),
            null,
            "Agents by status");
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_capabilities_total", () => directory.Count(null).TotalCapabilities, null, "Capabilities of all agents");
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_stale_agents_total", () => directory.Count(null).StaleAgents, null, "Agents that missed their heartbeat deadline");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
