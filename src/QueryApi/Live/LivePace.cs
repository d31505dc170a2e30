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
}
