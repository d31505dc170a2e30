namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// How often the live clients are woken. To send something to one costs about the same whether it is one change or fifty, so the
/// more clients there are, the more changes go together: one process wakes no more than so many clients a second.
/// </summary>
internal static class LivePace
{
    private static readonly TimeSpan ForEach = TimeSpan.FromMicroseconds(20);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two times that changes are handed out. What comes after a longer quiet goes at once, as everything does to few clients.</summary>
    public static TimeSpan Pause(int clients)
    {
        var pause = ForEach * clients;
        return pause < Least ? TimeSpan.Zero : pause < Most ? pause : Most;
    }

    /// <summary>When a lane may hand out again: at its own moment of each pause, lest all lanes wake together for ever after a quiet.</summary>
    /// <param name="now">The time on a clock that all lanes share.</param>
    /// <param name="pause">As above.</param>
    /// <param name="phase">The lane's moment, from 0 to 1.</param>
    public static TimeSpan Next(TimeSpan now, TimeSpan pause, double phase) =>
        pause == TimeSpan.Zero ? now : (Math.Floor((now / pause) - phase) + 1 + phase) * pause;
}
