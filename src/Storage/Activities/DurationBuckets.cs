namespace AgentRegistry.Storage.Activities;

/// <summary>
/// Durations are counted in buckets that grow by a tenth, so that percentiles are exact within 5 % and an agent's history is
/// never scanned. 0 ms has bucket 0; ten years, the longest duration that is taken, has bucket 279.
/// </summary>
public static class DurationBuckets
{
    private const double Growth = 1.1;

    /// <summary>The bucket of a duration in milliseconds.</summary>
    public static int IndexOf(long durationMs) =>
        durationMs <= 0 ? 0 : 1 + (int)Math.Ceiling(Math.Log(durationMs) / Math.Log(Growth) - 1e-9);

    /// <summary>The duration that stands for a bucket: off by at most 5 % from any in it.</summary>
    public static double ValueOf(int index) =>
        index <= 0 ? 0 : index == 1 ? 1 : 2 * Math.Pow(Growth, index - 1) / (Growth + 1);

    /// <summary>The duration below which a share of all counted durations lie; null when none was counted.</summary>
    /// <param name="counts">Bucket and count, by bucket.</param>
    /// <param name="share">Between 0 and 1.</param>
    public static double? Percentile(IReadOnlyList<(int Bucket, long Count)> counts, double share)
    {
        var wanted = (long)Math.Ceiling(counts.Sum(bucket => bucket.Count) * share);
        var seen = 0L;
        foreach (var (bucket, count) in counts)
        {
            seen += count;
            if (seen >= wanted)
            {
                return ValueOf(bucket);
            }
        }

        return null;
    }
}
