namespace AgentRegistry.Contracts;

/// <summary>A call of an agent within a session, as it is kept.</summary>
public sealed record SessionInvocation
{
    /// <summary>Its place among the session's invocations: 1, 2, 3, … without gaps.</summary>
    public int Sequence { get; init; }

    /// <summary>Identifies it within the session.</summary>
    public Guid Id { get; init; }

    /// <summary>Who was called.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>What was asked.</summary>
    public string Query { get; init; } = "";

    /// <summary>What was answered.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded.</summary>
    public bool Success { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made, by the sender's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
