using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>The differences between what was sent of an agent and what the registry has. Earlier activities and other agents do not count.</summary>
internal static class Comparison
{
    /// <summary>True when the registration is stored as it was sent.</summary>
    public static bool IsRegistered(AgentAccount account, AgentView? view) => !RegistrationDifferences(account, view).Any();

    /// <summary>Every difference as text.</summary>
    public static IReadOnlyList<string> Differences(AgentAccount account, AgentView? view) =>
        [.. RegistrationDifferences(account, view), .. view is null || account.Before is null ? [] : ActivityDifferences(account, view)];

    private static IEnumerable<string> RegistrationDifferences(AgentAccount account, AgentView? view)
    {
        if (!account.IsRegistered)
        {
            yield break;
        }

        if (view is null)
        {
            yield return "is not registered";
            yield break;
        }

        if (view.Name != account.Registration.Name)
        {
            yield return $"is named '{view.Name}', not '{account.Registration.Name}'";
        }

        if (view.Capabilities != account.Registration.Capabilities.Count)
        {
            yield return $"has {view.Capabilities} capabilities, not {account.Registration.Capabilities.Count}";
        }
    }

    private static IEnumerable<string> ActivityDifferences(AgentAccount account, AgentView view)
    {
        foreach (var status in ActivityCounts.Statuses)
        {
            var stored = Gained(account, view, status);
            var (min, max) = (account.Accepted[status], account.Accepted[status] + account.WithoutResponse[status]);
            if (stored < min || stored > max)
            {
                yield return $"has {stored} activities '{WireName(status)}', not {(min == max ? $"{min}" : $"{min} to {max}")}";
            }
        }

        if (account.HasHeartbeat && !HasNewHeartbeat(account, view))
        {
            yield return "has no new heartbeat";
        }
    }

    /// <summary>Activities since the schedule started; none where it did not.</summary>
    public static long Gained(AgentAccount account, AgentView view, ActivityStatus status) =>
        account.Before is null ? 0 : view.Activities[status] - account.Before.Activities[status];

    /// <summary>By the registry's own clock: the last heartbeat is later than the one before the schedule.</summary>
    public static bool HasNewHeartbeat(AgentAccount account, AgentView view) =>
        view.LastHeartbeat is not null
        && account.Before is not null
        && (account.Before.LastHeartbeat is null || view.LastHeartbeat > account.Before.LastHeartbeat);

    /// <summary>The name on the wire.</summary>
    public static string WireName(Enum value) => value.ToString().ToLowerInvariant();
}
