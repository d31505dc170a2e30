using AgentRegistry.Hosting.Telemetry;

namespace AgentRegistry.QueryApi.Live;

internal static class LiveMetrics
{
    public static void Declare(LiveFeed feed) => RegistryMeter.Instance.CreateObservableGauge(
        "agent_registry_live_clients", () => feed.Clients, null, "Clients that listen to the live feed of this process");
}
