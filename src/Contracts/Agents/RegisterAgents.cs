namespace AgentRegistry.Contracts;

/// <summary>
/// Command: register up to 1,000 agents with one message of up to 4 MiB. Answered with <see cref="AgentsAccepted"/>: each
/// agent has its own outcome, and a bad one does not harm the others. Without a request, faulty ones end in the error queue.
/// </summary>
public sealed record RegisterAgents
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent; holds for every agent that names no time of its own. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>1–1,000 registrations.</summary>
    public IReadOnlyList<RegisterAgent> Agents { get; init; } = [];
}
