using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>When sessions expire and are removed; section <c>Sessions</c> of the configuration.</summary>
public sealed record SessionPolicy
{
    private const int TenYearsInMinutes = 5_256_000;
    private const int HundredYearsInDays = 36_500;

    /// <summary>Minutes after which an idle session expires; 0: never. Default 1,440, a day.</summary>
    [Range(0, TenYearsInMinutes)]
    public int IdleMinutes { get; init; } = 1_440;

    /// <summary>Days that a completed or expired session is kept; 0: for ever. Default 7.</summary>
    [Range(0, HundredYearsInDays)]
    public int KeepDays { get; init; } = 7;

    /// <summary>Seconds between two passes that expire and remove sessions, 1–3,600. Default 60.</summary>
    [Range(1, 3_600)]
    public int IntervalSeconds { get; init; } = 60;
}
