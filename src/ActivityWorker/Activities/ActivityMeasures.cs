using System.Diagnostics.Metrics;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Telemetry;

namespace AgentRegistry.ActivityWorker.Activities;

internal static class ActivityMeasures
{
    private static readonly Counter<long> Activities = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_activities_total", null, "Activities stored by this process, by status");

    private static readonly Counter<long> Duplicates = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_activity_duplicates_total", null, "Activities that had arrived before");

    private static readonly KeyValuePair<string, object?>[] Labels =
        [.. Enum.GetNames<ActivityStatus>().Select(name => KeyValuePair.Create("status", (object?)name.ToLowerInvariant()))];

    public static void Taken(ActivityStatus status, bool isDuplicate)
    {
        if (isDuplicate)
        {
            Duplicates.Add(1);
        }
        else
        {
            Activities.Add(1, Labels[(int)status]);
        }
    }
}
