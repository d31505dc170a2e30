using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.SessionWorker.Expiry;

/// <summary>How long sessions stay as they are; section <c>Sessions</c> of the configuration.</summary>
public sealed record SessionPolicy
{
    private const int Years = 5_256_000;
    private const int Centuries = 36_500;

    /// <summary>Minutes after which a session in which nothing happens expires; 0: never. Default 1,440, a day.</summary>
    [Range(0, Years)]
    public int IdleMinutes { get; init; } = 1_440;

    /// <summary>Days that a completed or expired session is kept; 0: for ever. Default 7.</summary>
    [Range(0, Centuries)]
    public int KeepDays { get; init; } = 7;

    /// <summary>Seconds between two looks for sessions to expire or to remove, 1–3,600. Default 60.</summary>
    [Range(1, 3_600)]
    public int LookSeconds { get; init; } = 60;
}
