using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>How long to wait, and what to say. Pure.</summary>
internal static class HeartbeatSchedule
{
    private const int LongestReason = 512;

    /// <summary>Until the next heartbeat: 80 to 100 % of the interval, so that a fleet that was started together does not beat together.</summary>
    public static TimeSpan UntilBeat(int intervalSeconds, double random) => TimeSpan.FromSeconds(intervalSeconds * (0.8 + (0.2 * random)));

    /// <summary>Until the next attempt after so many failures, 1 or more: doubled each time, less up to a half by chance.</summary>
    public static TimeSpan UntilRetry(int failures, TimeSpan first, TimeSpan longest, double random)
    {
        var pause = first * Math.Pow(2, Math.Min(failures - 1, 30));
        return (pause < longest ? pause : longest) * (1 - (0.5 * random));
    }

    /// <summary>What the agent says of itself.</summary>
    public static AgentStatus StatusOf(AgentLifecycle lifecycle, int activeTasks) => lifecycle switch
    {
        { LastError: not null } => AgentStatus.Error,
        _ when activeTasks > 0 => AgentStatus.Active,
        { Stopping: false, Active: false, Allowed: true } => AgentStatus.Initializing,
        _ => AgentStatus.Idle,
    };

    /// <summary>An error as a reason: one line, not too long, no half of a character.</summary>
    public static string Reason(string error)
    {
        var line = string.Concat(error.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
        if (line.Length <= LongestReason)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[LongestReason - 1]) ? LongestReason - 1 : LongestReason;
        return line[..end];
    }
}
