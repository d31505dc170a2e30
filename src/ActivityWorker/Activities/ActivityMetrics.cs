using System.Diagnostics.Metrics;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Telemetry;

namespace AgentRegistry.ActivityWorker.Activities;

internal static class ActivityMetrics
{
    private static readonly Counter<long> Activities = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_activities_total", null, "Activities stored by this process, by status");

    private static readonly Counter<long> Duplicates = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_activity_duplicates_total", null, "Activities that had arrived before");

    private static readonly Counter<long> Reused = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_activity_ids_reused_total", null, "Activities that bore the id of another, which was kept");

    private static readonly KeyValuePair<string, object?>[] Labels =
        [.. Enum.GetNames<ActivityStatus>().Select(name => KeyValuePair.Create("status", (object?)name.ToLowerInvariant()))];

    public static void Taken(ActivityStatus status, ActivityCommitted committed)
    {
        if (committed.IsDuplicate)
        {
            Duplicates.Add(1);
            Reused.Add(committed.IsReused ? 1 : 0);
        }
        else
        {
            Activities.Add(1, Labels[(int)status]);
        }
    }
}
