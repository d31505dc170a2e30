namespace AgentRegistry.Discovery;

/// <summary>An agent did something. What it did is not kept here.</summary>
/// <param name="AgentId">Which agent.</param>
/// <param name="Revision">The activity's place in the feed.</param>
/// <param name="At">When.</param>
public sealed record AgentActive(string AgentId, long Revision, DateTimeOffset At);
