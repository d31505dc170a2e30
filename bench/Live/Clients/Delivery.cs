using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AgentRegistry.Live.Clients;

/// <summary>When each change was sent, and how long it took to each client. Used by the thread that reads alone.</summary>
internal sealed class Delivery
{
    private const int StepsPerMillisecond = 10;
    private const int MostMilliseconds = 120_000;

    private static readonly byte[] SentStart = "\"task_id\":\""u8.ToArray();

    private readonly long[] _counts = new long[MostMilliseconds * StepsPerMillisecond];
    private readonly Dictionary<long, long> _sent = [];
    private long _lastRevision = -1;
    private long _lastSent;

    /// <summary>How many were delivered, to all clients together.</summary>
    public long Count { get; private set; }

    public void Reset()
    {
        Array.Clear(_counts);
        Count = 0;
        _sent.Clear();
        _lastRevision = -1;
    }

    /// <summary>A client has got an entry of the feed.</summary>
    public void Took(long revision, ReadOnlySpan<byte> frame, long now)
    {
        // All clients read the same changes at about the same time: most often it is the one of a moment ago, or the next.
        if (revision != _lastRevision)
        {
            (_lastRevision, _lastSent) = (revision, SentAt(revision, frame));
        }

        if (_lastSent > 0)
        {
            var steps = (now - _lastSent) * StepsPerMillisecond * 1_000 / Stopwatch.Frequency;
            _counts[Math.Clamp(steps, 0, _counts.Length - 1)]++;
            Count++;
        }
    }

    /// <summary>How they are spread; nearest rank, to a tenth of a millisecond.</summary>
    public Spread Spread() => new(At(0.50), At(0.99), At(1));

    /// <summary>0 when it is none of the benchmark's changes.</summary>
    private long SentAt(long revision, ReadOnlySpan<byte> frame)
    {
        if (!_sent.TryGetValue(revision, out var sent))
        {
            var start = frame.IndexOf(SentStart);
            var digits = start < 0 ? default : frame[(start + SentStart.Length)..];
            sent = start < 0 ? 0 : long.Parse(Encoding.ASCII.GetString(digits[..digits.IndexOf((byte)'"')]), CultureInfo.InvariantCulture);
            _sent.Add(revision, sent);
        }

        return sent;
    }

    private double At(double part)
    {
        var left = (long)Math.Ceiling(part * Count);
        var step = 0;
        while (step < _counts.Length - 1 && (left -= _counts[step]) > 0)
        {
            step++;
        }

        return (double)(step + 1) / StepsPerMillisecond;
    }
}
