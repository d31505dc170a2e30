using System.Runtime.InteropServices;

namespace AgentRegistry.Faults.Ledger;

/// <summary>What the tables hold when a fault is over and everything has come through.</summary>
public sealed record Holdings
{
    /// <summary>Rows for each activity.</summary>
    public IReadOnlyDictionary<Guid, long> Rows { get; init; } = new Dictionary<Guid, long>();

    /// <summary>Entries of the feed for each activity.</summary>
    public IReadOnlyDictionary<Guid, long> Events { get; init; } = new Dictionary<Guid, long>();

    /// <summary>For each agent the activities that are stored, each counted once, and what its metrics count.</summary>
    public IReadOnlyDictionary<string, Tally> Tallies { get; init; } = new Dictionary<string, Tally>(StringComparer.Ordinal);

    /// <summary>The version of each agent's stored registration.</summary>
    public IReadOnlyDictionary<string, long> Registrations { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The feed from the fault's begin to its end, in order.</summary>
    public IReadOnlyList<FeedMark> Feed { get; init; } = [];

    /// <summary>The activities that the memory server holds, in the order in which it got them; null when it was not looked at.</summary>
    public IReadOnlyList<Guid>? Remembered { get; init; }

    /// <summary>Agents that the feed showed as offline in that time: when first, and why.</summary>
    public IReadOnlyDictionary<string, string> Offline { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>An agent's activities: how many are stored, and how many its metrics say there are.</summary>
public sealed record Tally(long Stored, long Counted);

/// <summary>An entry of the feed, by its place and its id.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FeedMark(long Revision, Guid EventId);
