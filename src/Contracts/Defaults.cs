namespace AgentRegistry.Contracts;

/// <summary>What holds when a message leaves a field out.</summary>
public static class Defaults
{
    /// <summary>The workspace of whatever names none.</summary>
    public const string Workspace = "default";

    /// <summary>The project of whatever names none.</summary>
    public const string Project = "default";

    /// <summary>The type of an agent that names none.</summary>
    public const string AgentType = "agent";

    /// <summary>Seconds between heartbeats where a registration gives none; the lease is twice as long.</summary>
    public const int HeartbeatIntervalSeconds = 30;

    /// <summary>How many entries of its history come with an agent.</summary>
    public const int HistoryLimit = 50;

    /// <summary>How many agents a page of a list holds.</summary>
    public const int PageSize = 100;

    /// <summary>Candidates of a route, where none are asked for.</summary>
    public const int RouteCandidates = 3;
}
