namespace AgentRegistry.Storage.Activities;

/// <summary>
/// An agent's counts of durations in one value, so that they are written with its other metrics and not a row for each bucket. For each
/// bucket that has any, in order: how far it is from the one before (from -1), and its count; both as LEB128, seven bits a byte, the low ones first.
/// </summary>
internal static class PackedDurations
{
    private static readonly Comparer<(int Bucket, long Count)> ByBucket =
        Comparer<(int Bucket, long Count)>.Create((one, other) => one.Bucket.CompareTo(other.Bucket));

    /// <summary>The buckets and their counts, by bucket.</summary>
    public static List<(int Bucket, long Count)> Read(ReadOnlySpan<byte> packed)
    {
        var buckets = new List<(int, long)>(packed.Length / 2);
        var bucket = -1;
        while (!packed.IsEmpty)
        {
            bucket += (int)ReadNumber(ref packed);
            buckets.Add((bucket, ReadNumber(ref packed)));
        }

        return buckets;
    }

    /// <summary>The same with more counted.</summary>
    public static byte[] Add(ReadOnlySpan<byte> packed, IReadOnlyDictionary<int, long> more)
    {
        var counts = Read(packed);
        foreach (var (bucket, count) in more)
        {
            var place = counts.BinarySearch((bucket, 0), ByBucket);
            if (place >= 0)
            {
                counts[place] = (bucket, counts[place].Count + count);
            }
            else
            {
                counts.Insert(~place, (bucket, count));
            }
        }

        return Write(counts);
    }

    private static byte[] Write(List<(int Bucket, long Count)> counts)
    {
        // Two bytes are the most of a gap, nine of a count.
        Span<byte> written = stackalloc byte[counts.Count * 11];
        var (length, before) = (0, -1);
        foreach (var (bucket, count) in counts)
        {
            length += WriteNumber(written[length..], bucket - before);
            length += WriteNumber(written[length..], count);
            before = bucket;
        }

        return written[..length].ToArray();
    }

    private static long ReadNumber(ref ReadOnlySpan<byte> packed)
    {
        var number = 0L;
        for (var (i, shift) = (0, 0); ; i++, shift += 7)
        {
            number |= (long)(packed[i] & 0x7F) << shift;
            if (packed[i] < 0x80)
            {
                packed = packed[(i + 1)..];
                return number;
            }
        }
    }

    private static int WriteNumber(Span<byte> to, long number)
    {
        var length = 0;
        for (; number >= 0x80; number >>= 7)
        {
            to[length++] = (byte)(number | 0x80);
        }

        to[length++] = (byte)number;
        return length;
    }
}
