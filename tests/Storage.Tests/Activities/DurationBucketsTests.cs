using AgentRegistry.Storage.Activities;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Activities;

public class DurationBucketsTests
{
    private const long TenYears = 10L * 365 * 24 * 3_600 * 1_000;

    [Fact]
    public void Each_bucket_stands_for_its_durations_within_five_percent() => Prop.ForAll(Durations(), duration =>
        DurationBuckets.ValueOf(DurationBuckets.IndexOf(duration)).ShouldBe(duration, (duration * 0.05) + 1e-9)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_longer_duration_never_has_an_earlier_bucket() => Prop.ForAll(Durations(), Durations(), (one, other) =>
        (one < other && DurationBuckets.IndexOf(one) > DurationBuckets.IndexOf(other)).ShouldBeFalse()).QuickCheckThrowOnFailure();

    [Fact]
    public void A_percentile_is_that_of_the_durations_themselves_within_five_percent() =>
        Prop.ForAll(Durations().Generator.NonEmptyListOf().ToArbitrary(), Gen.Elements(0.5, 0.95, 0.99, 1).ToArbitrary(), (durations, share) =>
        {
            var sorted = durations.Order().ToList();
            var exact = sorted[(int)Math.Ceiling((decimal)share * sorted.Count) - 1];

            DurationBuckets.Percentile(Counted(durations), share)!.Value.ShouldBe(exact, (exact * 0.05) + 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void However_many_were_counted_the_percentile_is_of_the_right_rank(double share)
    {
        // One short duration for each that the share takes in, and long ones for the rest: one rank off is a factor of a thousand.
        for (var count = 1; count <= 3_000; count++)
        {
            var rank = (long)Math.Ceiling((decimal)share * count);
            var buckets = new List<(int, long)> { (DurationBuckets.IndexOf(1), rank), (DurationBuckets.IndexOf(1_000), count - rank) };

            DurationBuckets.Percentile(buckets, share).ShouldBe(1, $"{share} of {count}");
            if (rank > 1)
            {
                DurationBuckets.Percentile([(DurationBuckets.IndexOf(1), rank - 1), (DurationBuckets.IndexOf(1_000), count - rank + 1)], share)!
                    .Value.ShouldBeGreaterThan(900, $"{share} of {count}");
            }
        }
    }

    [Fact]
    public void No_durations_have_no_percentile() => DurationBuckets.Percentile([], 0.5).ShouldBeNull();

    private static Arbitrary<long> Durations() => Gen.OneOf(
        Gen.Choose(0, 1_000).Select(duration => (long)duration),
        Gen.Choose(0, 11_498).Select(exponent => (long)Math.Pow(10, exponent / 1_000.0)),
        Gen.Elements(0L, 1L, TenYears)).ToArbitrary();

    private static List<(int, long)> Counted(IEnumerable<long> durations) =>
        [.. durations.GroupBy(DurationBuckets.IndexOf).OrderBy(bucket => bucket.Key).Select(bucket => (bucket.Key, bucket.LongCount()))];
}
