namespace AgentRegistry.Faults.Ledger;

/// <summary>The ledger's one decision: what was promised, against what is there. Pure.</summary>
public static class Audit
{
    /// <summary>Compares.</summary>
    /// <param name="receipts">What senders were told.</param>
    /// <param name="holdings">What is stored.</param>
    /// <param name="since">The feed's last revision before the fault.</param>
    /// <param name="followers">What the feed's clients were given since then.</param>
    public static Verdict Of(Receipts receipts, Holdings holdings, long since, IReadOnlyList<Followed> followers) => new()
    {
        Accepted = receipts.Accepted,
        Lost = [.. LostActivities(receipts, holdings), .. LostRegistrations(receipts, holdings), .. Uncounted(holdings), .. Forgotten(receipts, holdings)],
        Doubled = [.. Doubled(holdings.Rows, "stored"), .. Doubled(holdings.Events, "on the feed"), .. Overcounted(holdings), .. RememberedTwice(holdings), .. RememberedOutOfOrder(holdings)],
        WronglyOffline = [.. WronglyOffline(receipts, holdings)],
        Gaps = [.. followers.SelectMany(follower => Gaps(follower, holdings.Feed))],
        Repeats = [.. followers.SelectMany(follower => Repeats(follower, holdings.Feed, since))],
        Refused = [.. receipts.Refusals],
    };

    private static IEnumerable<string> LostActivities(Receipts receipts, Holdings holdings)
    {
        foreach (var (id, how) in receipts.Activities)
        {
            if (!holdings.Rows.ContainsKey(id))
            {
                yield return $"activity {id}, accepted {how}, is not stored";
            }
            else if (!holdings.Events.ContainsKey(id))
            {
                yield return $"activity {id}, accepted {how}, is stored and not on the feed";
            }
        }
    }

    /// <summary>A newer version than the one that was accepted is right: its sender was not told yet. An older one is a stale write that won.</summary>
    private static IEnumerable<string> LostRegistrations(Receipts receipts, Holdings holdings) =>
        from accepted in receipts.Registrations
        let stored = holdings.Registrations.GetValueOrDefault(accepted.Key, -1)
        where stored < accepted.Value
        select $"agent {accepted.Key} is registered in version {stored} and not {accepted.Value}";

    /// <summary>Who stopped beating is rightly offline.</summary>
    private static IEnumerable<string> WronglyOffline(Receipts receipts, Holdings holdings) =>
        from agent in holdings.Offline
        where !receipts.Silent.Contains(agent.Key)
        select $"agent {agent.Key} {agent.Value}";

    private static IEnumerable<string> Uncounted(Holdings holdings) =>
        from agent in holdings.Tallies
        where agent.Value.Counted < agent.Value.Stored
        select $"agent {agent.Key} has {agent.Value.Stored} activities and metrics of {agent.Value.Counted}";

    private static IEnumerable<string> Overcounted(Holdings holdings) =>
        from agent in holdings.Tallies
        where agent.Value.Counted > agent.Value.Stored
        select $"agent {agent.Key} has {agent.Value.Stored} activities and metrics of {agent.Value.Counted}";

    private static IEnumerable<string> Forgotten(Receipts receipts, Holdings holdings) =>
        holdings.Remembered is { } remembered
            ? receipts.Activities.Keys.Except(remembered).Select(id => $"activity {id} is not in the memory server")
            : [];

    private static IEnumerable<string> RememberedTwice(Holdings holdings) =>
        from id in holdings.Remembered ?? []
        group id by id into same
        where same.Count() > 1
        select $"activity {same.Key} is in the memory server {same.Count()} times";

    private static IEnumerable<string> RememberedOutOfOrder(Holdings holdings)
    {
        var places = holdings.Feed.ToDictionary(mark => mark.EventId, mark => mark.Revision);
        var last = long.MinValue;
        foreach (var id in holdings.Remembered?.Distinct() ?? [])
        {
            if (!places.TryGetValue(id, out var revision))
            {
                // Of the time before the fault.
                continue;
            }

            if (revision < last)
            {
                yield return $"activity {id} of revision {revision} came to the memory server after {last}";
            }

            last = Math.Max(last, revision);
        }
    }

    private static IEnumerable<string> Doubled(IReadOnlyDictionary<Guid, long> counts, string where) =>
        from count in counts
        where count.Value > 1
        select $"activity {count.Key} is {where} {count.Value} times";

    private static IEnumerable<string> Gaps(Followed follower, IReadOnlyList<FeedMark> feed)
    {
        var given = follower.Given.Select(mark => mark.Revision).ToHashSet();
        return from mark in feed where !given.Contains(mark.Revision) select $"{follower.Name} was never given {mark.Revision}";
    }

    private static IEnumerable<string> Repeats(Followed follower, IReadOnlyList<FeedMark> feed, long since)
    {
        var entries = feed.ToDictionary(mark => mark.Revision, mark => mark.EventId);
        var last = since;
        foreach (var mark in follower.Given)
        {
            if (mark.Revision <= last)
            {
                yield return $"{follower.Name} was given {mark.Revision} after {last}";
            }
            else if (entries.TryGetValue(mark.Revision, out var id) && id != mark.EventId)
            {
                yield return $"{follower.Name} was given {mark.EventId} as {mark.Revision}, which is {id}";
            }

            last = Math.Max(last, mark.Revision);
        }
    }
}
