namespace AgentRegistry.Memory;

/// <summary>How activities go to one memory store.</summary>
/// <param name="Cursor">The name of its place in the feed.</param>
/// <param name="MostRecords">At most so many entries at once.</param>
/// <param name="Limit">A delivery that takes longer is undone.</param>
/// <param name="AnswerLimit">How long a caller waits to hear whether the memory server has its activity. Null: this is no memory server, and callers hear that at once.</param>
/// <param name="Courtesy">After a delivery that leaves more to do, the pause, in lengths of that delivery.</param>
public sealed record MemoryRoute(string Cursor, int MostRecords, TimeSpan Limit, TimeSpan? AnswerLimit, double Courtesy)
{
    /// <summary>To a memory server, which rewrites its whole file at each call: large portions.</summary>
    public static MemoryRoute ToServer { get; } = new("memory_server", 1_000, TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(200), 0);

    /// <summary>To PostgreSQL, whose full text costs more than the activity did: behind what is being accepted.</summary>
    public static MemoryRoute ToPostgres { get; } = new("memory", 500, TimeSpan.FromMinutes(1), null, 9);

    /// <summary>To the embedded file.</summary>
    public static MemoryRoute ToSqlite { get; } = new("memory", 500, TimeSpan.FromMinutes(1), null, 0);
}
