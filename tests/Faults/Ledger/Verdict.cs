namespace AgentRegistry.Faults.Ledger;

/// <summary>What the ledger found. Each list names what is wrong; all empty is what was promised.</summary>
public sealed record Verdict
{
    /// <summary>Messages that the registry answers for.</summary>
    public long Accepted { get; init; }

    /// <summary>Accepted, and not there.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>There, or counted, more than once.</summary>
    public IReadOnlyList<string> Doubled { get; init; } = [];

    /// <summary>Alive, and shown as offline.</summary>
    public IReadOnlyList<string> WronglyOffline { get; init; } = [];

    /// <summary>Entries that a client of the feed was never given.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>Entries that a client of the feed was given again, too late or with another content.</summary>
    public IReadOnlyList<string> Repeats { get; init; } = [];

    /// <summary>Valid messages that were called faulty.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}
