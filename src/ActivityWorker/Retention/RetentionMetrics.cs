using System.Diagnostics.Metrics;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Storage.Retention;

namespace AgentRegistry.ActivityWorker.Retention;

internal static class RetentionMetrics
{
    private static readonly Counter<long> Rows = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_retention_deleted_total", null, "Rows deleted by this process because they were too old, by table; about as many, where a whole week of activities was dropped");

    public static void Deleted(RetainedTable table, long count) =>
        Rows.Add(count, KeyValuePair.Create("table", (object?)table.ToString().ToLowerInvariant()));
}
