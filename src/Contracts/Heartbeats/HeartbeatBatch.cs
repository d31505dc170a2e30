namespace AgentRegistry.Contracts;

/// <summary>Command: all these agents, usually of one host, are alive. Answered, where an answer is asked for, with <see cref="HeartbeatsAccepted"/>.</summary>
public sealed record HeartbeatBatch
{
    /// <summary>When it was sent; holds for every heartbeat that names no time of its own. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>1–1,000 heartbeats. A faulty one costs the whole message, so that it can be found in the error queue.</summary>
    public IReadOnlyList<Heartbeat> Heartbeats { get; init; } = [];
}
