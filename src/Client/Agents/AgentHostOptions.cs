namespace AgentRegistry.Client;

/// <summary>How an agent is run.</summary>
public sealed class AgentHostOptions
{
    /// <summary>
    /// How long <c>DeactivateAsync</c> and the work under way may take together when the agent ends; then the work is
    /// cancelled, and not waited for any longer. <c>ShutdownAsync</c> has as long again. With the time of one answer of the
    /// registry, for the leave, that should fit into the host's <c>HostOptions.ShutdownTimeout</c> (30 s). Default: 10 s.
    /// </summary>
    public TimeSpan StopLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after a failure, doubled with each that follows, up to <see cref="LongestPause"/>. Default: 1 s.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts. Default: 60 s.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What is out of bounds; null when nothing is.</summary>
    internal string? Fault() =>
        StopLimit <= TimeSpan.Zero || StopLimit > TimeSpan.FromHours(1) ? $"{nameof(StopLimit)} is {StopLimit}; it must be more than 0 and at most an hour"
        : FirstPause < TimeSpan.FromMilliseconds(1) || FirstPause > LongestPause ? $"{nameof(FirstPause)} is {FirstPause}; it must be 1 ms to {nameof(LongestPause)}"
        : LongestPause > TimeSpan.FromHours(1) ? $"{nameof(LongestPause)} is {LongestPause}; it must be at most an hour"
        : null;
}
