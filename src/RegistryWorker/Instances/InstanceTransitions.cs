using AgentRegistry.Contracts;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>
/// Which status may be commanded after which. What an agent reports of itself, and what follows from its silence, are facts and are
/// never refused.
/// </summary>
internal static class InstanceTransitions
{
    /// <summary>What may follow. To stay is always allowed, and no change.</summary>
    public static IReadOnlySet<AgentStatus> After(AgentStatus status) => Allowed[status];

    private static readonly Dictionary<AgentStatus, HashSet<AgentStatus>> Allowed = new()
    {
        // It starts, and is ready, at work at once, or cannot.
        [AgentStatus.Initializing] = [AgentStatus.Idle, AgentStatus.Active, AgentStatus.Error, AgentStatus.Offline],
        [AgentStatus.Idle] = [AgentStatus.Initializing, AgentStatus.Active, AgentStatus.Busy, AgentStatus.Error, AgentStatus.Offline],
        [AgentStatus.Active] = [AgentStatus.Idle, AgentStatus.Busy, AgentStatus.Error, AgentStatus.Offline],
        [AgentStatus.Busy] = [AgentStatus.Idle, AgentStatus.Active, AgentStatus.Error, AgentStatus.Offline],

        // It has recovered, or starts again; work is not taken up out of an error.
        [AgentStatus.Error] = [AgentStatus.Initializing, AgentStatus.Idle, AgentStatus.Offline],

        // Who has left comes back by starting.
        [AgentStatus.Offline] = [AgentStatus.Initializing],
    };
}
