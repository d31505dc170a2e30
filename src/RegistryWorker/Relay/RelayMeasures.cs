using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.RegistryWorker.Relay;

/// <summary>How far the relay is behind the feed.</summary>
internal sealed class RelayMeasures
{
    private static readonly Counter<long> Relayed = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_outbox_relayed_total", null, "Events published on the bus by this process");

    private long _revision;

    public RelayMeasures(FeedFollower follower)
    {
        RegistryMeter.Instance.CreateObservableGauge("agent_registry_feed_revision", () => follower.Revision, null, "The feed's last revision seen here");
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_outbox_relayed_revision", () => Volatile.Read(ref _revision), null, "The last revision that this process has published; 0 for one that does not relay");
    }

    public void Published(int count, long revision)
    {
        Relayed.Add(count);
        Volatile.Write(ref _revision, revision);
    }
}
