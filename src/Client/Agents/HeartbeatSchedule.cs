using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>When to send the next heartbeat, and what it says. Pure.</summary>
internal static class HeartbeatSchedule
{
    private const int MaxReasonLength = 512;

    /// <summary>Until the next heartbeat: 80 to 100 % of the interval, so that agents that start together do not stay in step.</summary>
    public static TimeSpan UntilHeartbeat(int intervalSeconds, double random) => TimeSpan.FromSeconds(intervalSeconds * (0.8 + (0.2 * random)));

    /// <summary>Until the next attempt after this many failures, 1 or more: doubled each time up to the maximum, less a jitter of up to half.</summary>
    public static TimeSpan UntilRetry(int failures, TimeSpan first, TimeSpan max, double random)
    {
        var pause = first * Math.Pow(2, Math.Min(failures - 1, 30));
        return (pause < max ? pause : max) * (1 - (0.5 * random));
    }

    /// <summary>The status that the agent reports.</summary>
    public static AgentStatus StatusOf(AgentLifecycle lifecycle, int activeTasks) => lifecycle switch
    {
        { LastError: not null } => AgentStatus.Error,
        _ when activeTasks > 0 => AgentStatus.Active,
        { Stopping: false, Active: false, Allowed: true } => AgentStatus.Initializing,
        _ => AgentStatus.Idle,
    };

    /// <summary>An error as a reason: one line, cut to the maximum length between two characters.</summary>
    public static string Reason(string error)
    {
        var line = string.Concat(error.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
        if (line.Length <= MaxReasonLength)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[MaxReasonLength - 1]) ? MaxReasonLength - 1 : MaxReasonLength;
        return line[..end];
    }
}
