using AgentRegistry.Contracts;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>
/// A number that is the same for the same contents, in every process: it tells an activity that is sent again from another one that
/// bears its id. The time does not count, for who sends again over HTTP may leave it to the registry.
/// </summary>
internal static class ActivityFingerprint
{
    // FNV-1a over characters. Nobody gains by a collision: it would only go unreported.
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static long Of(ActivityLogged activity)
    {
        var hash = Start;
        foreach (var text in (ReadOnlySpan<string?>)
            [activity.AgentId, activity.TaskId, activity.Output, activity.Error, activity.Description, activity.ProjectId, activity.ProjectName])
        {
            foreach (var character in text ?? "")
            {
                hash = unchecked((hash ^ character) * Prime);
            }

            // What stands in one field must not pass for the end of the one before it.
            hash = unchecked((hash ^ (text is null ? 0x1_0000UL : 0x1_0001UL)) * Prime);
        }

        hash = unchecked((hash ^ (ulong)activity.Status.GetValueOrDefault()) * Prime);
        return unchecked((long)((hash ^ (ulong)(activity.DurationMs ?? -1)) * Prime));
    }
}
