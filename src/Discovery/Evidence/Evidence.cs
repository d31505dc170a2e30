namespace AgentRegistry.Discovery;

/// <summary>That an agent answered a query well.</summary>
/// <param name="AgentId">Which agent.</param>
/// <param name="Workspace">Where it happened: it counts for the agent of that workspace only.</param>
/// <param name="Query">What it was asked.</param>
/// <param name="At">When.</param>
/// <param name="Revision">The feed's revision that it was recorded with: no two have the same.</param>
public sealed record Evidence(string AgentId, string Workspace, string Query, DateTimeOffset At, long Revision)
{
    /// <summary>How many queries are kept of an agent where nobody says otherwise.</summary>
    public const int MostOfAgent = 200;
}
