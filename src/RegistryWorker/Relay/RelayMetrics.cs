using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;

namespace AgentRegistry.RegistryWorker.Relay;

/// <summary>How far the relay is behind the feed.</summary>
internal sealed class RelayMetrics
{
    private static readonly Counter<long> Relayed = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_outbox_relayed_total", null, "Events published on the bus by this process");

    // The ActivityWorker declares it in the same words: in one process the two are one.
    private static readonly Counter<long> Quarantined = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_stuck_total", null, "Entries of the feed put aside because they could not be delivered, by delivery");

    private long _revision;

    public RelayMetrics(FeedFollower follower)
    {
        RegistryMeter.Instance.CreateObservableGauge("agent_registry_feed_revision", () => follower.Revision, null, "The feed's last revision seen here");
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_outbox_relayed_revision", () => Volatile.Read(ref _revision), null, "The last revision that this process has published; 0 for one that does not relay");
    }

    public void Published(int count, int quarantined, long revision)
    {
        Relayed.Add(count);
        Quarantined.Add(quarantined, KeyValuePair.Create("delivery", (object?)EventRelay.Cursor));
        Volatile.Write(ref _revision, revision);
    }
}
