namespace AgentRegistry.Contracts;

/// <summary>Answer: the heartbeat counts.</summary>
public sealed record HeartbeatAccepted
{
    /// <summary>Whose.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Send the next one in this many seconds.</summary>
    public int HeartbeatIntervalSeconds { get; init; }

    /// <summary>This one is good for this many seconds.</summary>
    public int LeaseSeconds { get; init; }
}

/// <summary>Answer: the heartbeats count, except those of agents that are not registered.</summary>
public sealed record HeartbeatsAccepted
{
    /// <summary>How many counted.</summary>
    public int Accepted { get; init; }

    /// <summary>The agents that must register again.</summary>
    public IReadOnlyList<string> NotRegistered { get; init; } = [];
}

/// <summary>Answer: no such agent is registered; it should register again. 410 over HTTP.</summary>
public sealed record AgentNotRegistered
{
    /// <summary>Who.</summary>
    public string AgentId { get; init; } = "";
}
