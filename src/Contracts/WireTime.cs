namespace AgentRegistry.Contracts;

/// <summary>Times as they are kept: in UTC, to the microsecond.</summary>
public static class WireTime
{
    /// <summary>Cuts what is finer than a microsecond, which neither PostgreSQL nor most senders keep.</summary>
    /// <param name="time">Any time.</param>
    /// <returns>The same in UTC, to the microsecond.</returns>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
