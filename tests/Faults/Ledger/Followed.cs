namespace AgentRegistry.Faults.Ledger;

/// <summary>What one client of the feed was given, in the order in which it came, all its connections after one another.</summary>
public sealed record Followed(string Name, IReadOnlyList<FeedMark> Given);
