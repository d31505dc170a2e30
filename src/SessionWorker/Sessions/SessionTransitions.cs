using AgentRegistry.Contracts;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>Which status may follow which. Nothing follows completed: what was agreed to be over is not gone on with by accident.</summary>
internal static class SessionTransitions
{
    private static readonly (SessionStatus From, SessionStatus To)[] Allowed =
    [
        (SessionStatus.Active, SessionStatus.Completed),
        (SessionStatus.Active, SessionStatus.Expired),
        (SessionStatus.Expired, SessionStatus.Active),
        (SessionStatus.Expired, SessionStatus.Completed),
    ];

    /// <summary>To stay is no transition.</summary>
    public static bool IsAllowed(SessionStatus from, SessionStatus to) => Allowed.Contains((from, to));
}
