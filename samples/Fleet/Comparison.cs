using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Where the registry's word on an agent differs from what was sent. What it knew before, and other agents, do not count.</summary>
internal static class Comparison
{
    /// <summary>True when the registration is there as it was sent.</summary>
    public static bool IsRegistered(AgentAccount account, AgentWord? word) => !OfRegistration(account, word).Any();

    /// <summary>Every difference in words; empty when there is none.</summary>
    public static IReadOnlyList<string> Differences(AgentAccount account, AgentWord? word) =>
        [.. OfRegistration(account, word), .. word is null || account.Before is null ? [] : OfLife(account, word)];

    private static IEnumerable<string> OfRegistration(AgentAccount account, AgentWord? word)
    {
        if (!account.IsRegistered)
        {
            yield break;
        }

        if (word is null)
        {
            yield return "is not registered";
            yield break;
        }

        if (word.Name != account.Registration.Name)
        {
            yield return $"is named '{word.Name}', not '{account.Registration.Name}'";
        }

        if (word.Capabilities != account.Registration.Capabilities.Count)
        {
            yield return $"has {word.Capabilities} capabilities, not {account.Registration.Capabilities.Count}";
        }
    }

    private static IEnumerable<string> OfLife(AgentAccount account, AgentWord word)
    {
        foreach (var status in ActivityCounts.Statuses)
        {
            var stored = Gained(account, word, status);
            var (least, most) = (account.Taken[status], account.Taken[status] + account.Unanswered[status]);
            if (stored < least || stored > most)
            {
                yield return $"has {stored} activities '{WireWord(status)}', not {(least == most ? $"{least}" : $"{least} to {most}")}";
            }
        }

        if (account.HasBeaten && !WasHeard(account, word))
        {
            yield return "was not heard of: none of its heartbeats arrived";
        }
    }

    /// <summary>Activities that came since the fleet began to live; none where it never did.</summary>
    public static long Gained(AgentAccount account, AgentWord word, ActivityStatus status) =>
        account.Before is null ? 0 : word.Activities[status] - account.Before.Activities[status];

    /// <summary>By the registry's own clock, which need not be ours: a heartbeat came after the last one that was there before.</summary>
    public static bool WasHeard(AgentAccount account, AgentWord word) =>
        word.LastHeartbeat is not null
        && account.Before is not null
        && (account.Before.LastHeartbeat is null || word.LastHeartbeat > account.Before.LastHeartbeat);

    /// <summary>As the wire calls it.</summary>
    public static string WireWord(Enum value) => value.ToString().ToLowerInvariant();
}
