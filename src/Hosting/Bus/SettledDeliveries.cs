namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// Which deliveries of a channel are done, and how few acknowledgements say so. The broker numbers what it delivers on a channel from
/// 1 on, and takes one number for all up to it.
/// </summary>
internal sealed class SettledDeliveries
{
    /// <summary>
    /// How long a delivery behind one that is still open waits for it. Two batches end nearly in order; a message that waits for a
    /// store stays open for long.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    // Runs of deliveries that are done behind one that is open, by their first and by their last: few, however long it stays open.
    private readonly Dictionary<ulong, ulong> _lastOf = [];
    private readonly Dictionary<ulong, ulong> _firstOf = [];
    private readonly List<(ulong Delivery, TimeSpan At)> _unsent = [];
    private ulong _lowestOpen = 1;

    /// <summary>True while the broker is still to be told of some.</summary>
    public bool AreDue => _unsent.Count > 0;

    /// <summary>A delivery that is to be acknowledged.</summary>
    /// <param name="delivery">Its number.</param>
    /// <param name="now">By any clock that does not go back.</param>
    public void Acknowledge(ulong delivery, TimeSpan now)
    {
        Settle(delivery);
        _unsent.Add((delivery, now));
    }

    /// <summary>A delivery that is done and of which the broker knows.</summary>
    public void Settle(ulong delivery)
    {
        var first = _firstOf.Remove(delivery - 1, out var before) ? before : delivery;
        var last = _lastOf.Remove(delivery + 1, out var after) ? after : delivery;
        _lastOf.Remove(first);
        _firstOf.Remove(last);
        if (first == _lowestOpen)
        {
            _lowestOpen = last + 1;
            return;
        }

        (_lastOf[first], _firstOf[last]) = (last, first);
    }

    /// <summary>
    /// What the broker is to be told: the last delivery before the first that is open stands for all up to it; those behind that one
    /// go one by one when their patience is at its end.
    /// </summary>
    public AcknowledgementsDue TakeDue(TimeSpan now)
    {
        var (upTo, single) = (0UL, new List<ulong>());
        _unsent.RemoveAll(unsent =>
        {
            if (unsent.Delivery < _lowestOpen)
            {
                upTo = Math.Max(upTo, unsent.Delivery);
                return true;
            }

            if (now - unsent.At < Patience)
            {
                return false;
            }

            single.Add(unsent.Delivery);
            return true;
        });
        return new AcknowledgementsDue(upTo, single);
    }
}

/// <param name="UpTo">All up to this one; 0 for none.</param>
/// <param name="Single">And these.</param>
internal readonly record struct AcknowledgementsDue(ulong UpTo, IReadOnlyList<ulong> Single);
