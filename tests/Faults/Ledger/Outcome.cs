namespace AgentRegistry.Faults.Ledger;

/// <summary>What a sender was told of its message.</summary>
public enum Outcome
{
    /// <summary>Confirmed, or answered with success: from here on the registry answers for it.</summary>
    Accepted,

    /// <summary>No word in time, or an error of the server's: it may or may not be stored, and is neither lost nor accepted.</summary>
    Unknown,

    /// <summary>It never left.</summary>
    NotSent,
}
