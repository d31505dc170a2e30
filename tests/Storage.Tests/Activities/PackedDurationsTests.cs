using AgentRegistry.Storage.Activities;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Activities;

public class PackedDurationsTests
{
    [Fact]
    public void Durations_added_in_any_batches_sum_up_by_bucket() =>
        Prop.ForAll(Portions(), portions =>
        {
            var packed = Array.Empty<byte>();
            foreach (var portion in portions)
            {
                packed = PackedDurations.Add(packed, portion);
            }

            PackedDurations.Read(packed).ShouldBe(portions
                .SelectMany(portion => portion)
                .GroupBy(bucket => bucket.Key, (bucket, counts) => (bucket, counts.Sum(count => count.Value)))
                .OrderBy(bucket => bucket.bucket));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_durations_take_no_bytes_and_all_buckets_fit_a_row()
    {
        PackedDurations.Add([], new Dictionary<int, long>()).ShouldBeEmpty();

        var last = DurationBuckets.IndexOf(10L * 365 * 24 * 3_600 * 1_000);
        PackedDurations.Add([], Enumerable.Range(0, last + 1).ToDictionary(bucket => bucket, _ => 100_000_000L)).Length.ShouldBeLessThan(1_500);
    }

    private static Arbitrary<List<Dictionary<int, long>>> Portions()
    {
        var count = Gen.OneOf(Gen.Choose(1, 300).Select(number => (long)number), Gen.Choose(0, 55).Select(bits => 1L << bits));
        var portion = Gen.Choose(0, 279).Zip(count).ListOf().Select(pairs => pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));
        return portion.ListOf().Select(portions => portions.ToList()).ToArbitrary();
    }
}
