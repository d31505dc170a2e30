using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Presence;

/// <summary>How cards and heartbeats are written in Redis. The scripts beside this file read the same form.</summary>
internal static class PresenceEntry
{
    /// <summary>What a heartbeat is decided on. Nothing of one agent alone is in it: agents that are alike share the text.</summary>
    public static string Write(AgentState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Milliseconds(Lease.UntilSuspect(state.IntervalSeconds))} {WireWords<AgentHealth>.Of(state.Health)} {WireWords<AgentStatus>.Of(state.ReportedStatus)}");

    /// <summary>Writes <c>sent_us received_ms tasks load uptime</c>, without the last three when a heartbeat says none of them.</summary>
    public static string Beat(Heartbeat heartbeat, long receivedMs) =>
        heartbeat is { ActiveTasks: null, Load: null, UptimeSeconds: null }
            ? string.Create(CultureInfo.InvariantCulture, $"{Microseconds(heartbeat.SentAt):D16} {receivedMs:D13}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Microseconds(heartbeat.SentAt):D16} {receivedMs:D13} {Or(heartbeat.ActiveTasks)} {Or(heartbeat.Load)} {Or(heartbeat.UptimeSeconds)}");

    /// <summary>What else it says: <c>status started_us partial</c>; nothing in most.</summary>
    public static string More(Heartbeat heartbeat)
    {
        var said = (heartbeat.ActiveTasks is null ? 0 : 1) + (heartbeat.Load is null ? 0 : 1) + (heartbeat.UptimeSeconds is null ? 0 : 1);
        var isPartial = said is 1 or 2;
        return heartbeat is { Status: null, StartedAt: null } && !isPartial
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(heartbeat.Status is { } status ? WireWords<AgentStatus>.Of(status) : "-")} {Microseconds(heartbeat.StartedAt)} {(isPartial ? 1 : 0)}");
    }

    /// <summary>Reads <c>sent_us received_ms tasks load uptime</c>; null when there is none.</summary>
    public static LastHeartbeatSeen? ReadBeat(string? text)
    {
        if (text?.Split(' ') is not [_, var received, var tasks, var load, var uptime])
        {
            return null;
        }

        return new LastHeartbeatSeen(
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(received, CultureInfo.InvariantCulture)),
            tasks == "-" ? null : int.Parse(tasks, CultureInfo.InvariantCulture),
            load == "-" ? null : double.Parse(load, CultureInfo.InvariantCulture),
            uptime == "-" ? null : double.Parse(uptime, CultureInfo.InvariantCulture));
    }

    public static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    public static long Microseconds(DateTimeOffset? time) => time is { } value ? (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10 : 0;

    private static string Or<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "-";
}
