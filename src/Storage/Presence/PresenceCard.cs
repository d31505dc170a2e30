using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.Storage.Presence;

/// <summary>How cards and heartbeats are written in Redis. The scripts beside this file read the same form.</summary>
internal static class PresenceCard
{
    public static string Write(AgentState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Milliseconds(Lease.UntilSuspect(state.IntervalSeconds))} {Milliseconds(Lease.UntilOffline(state.IntervalSeconds))} {WireWords<AgentHealth>.Of(state.Health)} {WireWords<AgentStatus>.Of(state.ReportedStatus)} {Microseconds(state.StartedAt)} {state.Revision}");

    /// <summary>Tasks, load and uptime; <c>-</c> when a heartbeat says none of them, so that the last word on them is kept.</summary>
    public static string Vitals(Heartbeat heartbeat) =>
        heartbeat is { ActiveTasks: null, Load: null, UptimeSeconds: null }
            ? "-"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Or(heartbeat.ActiveTasks)} {Or(heartbeat.Load)} {Or(heartbeat.UptimeSeconds)}");

    /// <summary>Reads <c>sent_us received_ms tasks load uptime</c>; null when there is none.</summary>
    public static LastBeat? ReadBeat(string? text)
    {
        if (text?.Split(' ') is not [_, var received, var tasks, var load, var uptime])
        {
            return null;
        }

        return new LastBeat(
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
