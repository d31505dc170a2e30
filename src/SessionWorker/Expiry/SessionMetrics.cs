using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;

namespace AgentRegistry.SessionWorker.Expiry;

internal static class SessionMetrics
{
    private static readonly Counter<long> ExpiredSessions = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_sessions_expired_total", null, "Idle sessions expired by this process");

    private static readonly Counter<long> RemovedSessions = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_sessions_removed_total", null, "Completed and expired sessions removed by this process because they were too old");

    public static void Expired(int count) => ExpiredSessions.Add(count);

    public static void Removed(int count) => RemovedSessions.Add(count);
}
