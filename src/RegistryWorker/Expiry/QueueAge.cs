namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>
/// How long the oldest message of a queue may have waited, at most. No clock of a sender is trusted: at some moment so many
/// messages waited; when as many have been taken since, everything older than that moment is through.
/// </summary>
internal sealed class QueueAge
{
    private DateTimeOffset? _throughUntil;
    private DateTimeOffset _countedAt;
    private long _throughWhenTaken;

    /// <param name="now">The moment.</param>
    /// <param name="waiting">How many messages wait.</param>
    /// <param name="taken">How many this worker has taken in all. What others take makes the answer an overestimate.</param>
    public TimeSpan Observe(DateTimeOffset now, long waiting, long taken)
    {
        if (waiting == 0 || _throughUntil is null)
        {
            _throughUntil = now;
            (_countedAt, _throughWhenTaken) = (now, taken + waiting);
        }
        else if (taken >= _throughWhenTaken)
        {
            _throughUntil = _countedAt;
            (_countedAt, _throughWhenTaken) = (now, taken + waiting);
        }

        return now - _throughUntil.Value;
    }
}
