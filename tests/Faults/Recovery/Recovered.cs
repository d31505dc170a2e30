namespace AgentRegistry.Faults.Recovery;

/// <summary>How long after a fault's end each kind of message came through again; null where it did not within the limit.</summary>
public sealed record Recovered(IReadOnlyList<(string Kind, TimeSpan? After)> Kinds)
{
    /// <summary>The slowest; null when one never came through.</summary>
    public TimeSpan? All => Kinds.Any(kind => kind.After is null) ? null : Kinds.Max(kind => kind.After);

    public override string ToString() =>
        string.Join(", ", Kinds.Select(kind => $"{kind.Kind} {(kind.After is { } after ? $"{after.TotalSeconds:0.0} s" : "never")}"));
}
