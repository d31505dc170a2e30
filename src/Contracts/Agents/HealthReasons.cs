namespace AgentRegistry.Contracts;

/// <summary>How the reasons that come with a health begin, for those who tell them apart.</summary>
public static class HealthReasons
{
    /// <summary>No heartbeat came in time. A graceful leave begins otherwise.</summary>
    public const string LeaseEnded = "lease ended";
}
