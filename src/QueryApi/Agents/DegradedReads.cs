namespace AgentRegistry.QueryApi.Agents;

/// <summary>
/// Reads of which an answer can do without: when their source is unavailable or too slow, the answer goes without them and says so in
/// the header <c>X-Registry-Degraded</c>.
/// </summary>
internal sealed partial class DegradedReads(TimeProvider time, ILogger<DegradedReads> logger)
{
    public const string Header = "X-Registry-Degraded";

    // While a source is unavailable every request meets it: one line in a while says as much.
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long a read may keep its caller waiting.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);

    private long _loggedAt;

    /// <summary>
    /// The value, or what there is instead. Whatever the fault, the rest of the answer is worth having. One at a time for each
    /// request: it may write a header.
    /// </summary>
    public async Task<T> OrElseAsync<T>(Task<T> read, T otherwise, string part, HttpContext context)
    {
        try
        {
            return await read.WaitAsync(ReadLimit, time, context.RequestAborted);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.Append(Header, part);
            Log(part, exception);
            return otherwise;
        }
    }

    private void Log(string part, Exception exception)
    {
        var before = Volatile.Read(ref _loggedAt);
        var now = time.GetTimestamp();
        if ((before == 0 || time.GetElapsedTime(before, now) >= LogInterval) && Interlocked.CompareExchange(ref _loggedAt, now, before) == before)
        {
            LogUnavailable(part, exception);
        }
    }

    [LoggerMessage(EventId = 5010, Level = LogLevel.Warning, Message = "Responding without {Part}: its source is unavailable")]
    private partial void LogUnavailable(string part, Exception exception);
}
