using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentRegistry.Hosting.Telemetry;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Telemetry;

public sealed partial class PrometheusMetricsTests : IDisposable
{
    private readonly PrometheusMetrics _metrics = new();

    [Fact]
    public async Task Everything_written_is_valid_text_format()
    {
        Counter("format_events_total").Add(1, KeyValuePair.Create("text", (object?)"a \"b\" \\ c\nd"), KeyValuePair.Create("none", (object?)null));
        Histogram("format_seconds").Record(0.3, KeyValuePair.Create("kind", (object?)"测试 🤖"));
        Gauge("format_level", () => double.NaN);
        Gauge("format_endless", () => double.PositiveInfinity);

        var lines = (await WriteAsync()).Split('\n');

        lines[^1].ShouldBeEmpty();
        string? metric = null;
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines[..^1])
        {
            if (Type().Match(line) is { Success: true } type)
            {
                metric = type.Groups["name"].Value;
                types.TryAdd(metric, type.Groups["type"].Value).ShouldBeTrue($"{metric} appears twice");
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = Sample().Match(line);
                sample.Success.ShouldBeTrue(line);
                sample.Groups["name"].Value.ShouldBeOneOf(
                    types[metric!] == "histogram" ? [metric + "_bucket", metric + "_sum", metric + "_count"] : [metric!]);
            }
        }

        types["format_seconds"].ShouldBe("histogram");
        types["format_level"].ShouldBe("gauge");
        types["format_events_total"].ShouldBe("counter");
        lines.ShouldContain("""format_events_total{text="a \"b\" \\ c\nd",none=""} 1""");
    }

    [Fact]
    public async Task Counter_adds_up_by_its_labels()
    {
        var counter = Counter("sum_events_total");
        counter.Add(2, KeyValuePair.Create("kind", (object?)"one"));
        counter.Add(3, KeyValuePair.Create("kind", (object?)"two"));
        counter.Add(4, KeyValuePair.Create("kind", (object?)"one"));

        (await ReadAsync("sum_events_total")).ShouldBe(["""sum_events_total{kind="one"} 6""", """sum_events_total{kind="two"} 3"""]);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_threads_count_at_once()
    {
        var (counter, histogram) = (Counter("many_events_total"), Histogram("many_seconds"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counter.Add(1);
                histogram.Record(0.25);
            }
        })));

        (await ReadAsync("many_events_total")).ShouldBe(["many_events_total 40000"]);
        (await ReadAsync("many_seconds")).ShouldContain("many_seconds_count 40000");
        (await ReadAsync("many_seconds")).ShouldContain("many_seconds_sum 10000");
    }

    [Fact]
    public async Task Gauge_has_its_current_value_and_observed_counter_its_sum()
    {
        var level = 1;
        Gauge("now_level", () => level);
        RegistryMeter.Instance.CreateObservableCounter("now_events_total", () => (long)level);
        await WriteAsync();

        level = 7;

        (await ReadAsync("now_level")).ShouldBe(["now_level 7"]);
        (await ReadAsync("now_events_total")).ShouldBe(["now_events_total 7"]);
    }

    [Fact]
    public async Task Histogram_counts_each_value_into_its_bucket_and_all_above()
    {
        var histogram = Histogram("spread_seconds");
        foreach (var value in new[] { 0.0005, 0.0006, 0.3, 10, 11 })
        {
            histogram.Record(value);
        }

        var buckets = (await ReadAsync("spread_seconds"))
            .Select(line => Bucket().Match(line))
            .Where(match => match.Success)
            .Select(match => (Bound: match.Groups["bound"].Value, Count: int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)))
            .ToList();

        buckets.Select(bucket => bucket.Count).ShouldBeInOrder();
        buckets.Select(bucket => bucket.Bound).ShouldBeUnique();
        buckets.ToDictionary(bucket => bucket.Bound, bucket => bucket.Count).ShouldSatisfyAllConditions(
            counts => counts["0.0005"].ShouldBe(1),
            counts => counts["0.001"].ShouldBe(2),
            counts => counts["0.25"].ShouldBe(2),
            counts => counts["0.5"].ShouldBe(3),
            counts => counts["10"].ShouldBe(4),
            counts => counts["+Inf"].ShouldBe(5));
        (await ReadAsync("spread_seconds")).ShouldContain("spread_seconds_count 5");
    }

    [Fact]
    public async Task Two_instruments_of_one_name_are_one_metric()
    {
        Counter("same_events_total").Add(1);
        Counter("same_events_total").Add(2);

        (await ReadAsync("same_events_total")).ShouldBe(["same_events_total 3"]);
    }

    [Fact]
    public async Task Series_that_is_no_longer_observed_disappears_until_it_is_observed_again()
    {
        var queues = new List<string> { "one", "two" };
        RegistryMeter.Instance.CreateObservableGauge(
            "gone_messages", () => queues.Select(queue => new Measurement<long>(1, KeyValuePair.Create("queue", (object?)queue))));
        (await ReadAsync("gone_messages")).Count.ShouldBe(2);

        queues.Remove("one");
        (await ReadAsync("gone_messages")).ShouldBe(["""gone_messages{queue="two"} 1"""]);

        queues.Add("one");
        (await ReadAsync("gone_messages")).Count.ShouldBe(2);
    }

    public void Dispose() => _metrics.Dispose();

    private static Counter<long> Counter(string name) => RegistryMeter.Instance.CreateCounter<long>(name, null, "Events");

    private static Histogram<double> Histogram(string name) => RegistryMeter.Instance.CreateHistogram<double>(name, "s", "Seconds");

    private static void Gauge(string name, Func<double> value) => RegistryMeter.Instance.CreateObservableGauge(name, value, null, "Level");

    private Task<string> WriteAsync() => _metrics.WriteAsync(TestContext.Current.CancellationToken);

    private async Task<List<string>> ReadAsync(string name) =>
        [.. (await WriteAsync()).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))];

    [GeneratedRegex(@"\A# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Type();

    [GeneratedRegex(
        """\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*")*\})? (NaN|[+-]?(Inf|Infinity)|[+-]?[0-9.]+([eE][+-]?[0-9]+)?)\z""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sample();

    [GeneratedRegex("""\Aspread_seconds_bucket\{le="(?<bound>[^"]+)"\} (?<count>[0-9]+)\z""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Bucket();
}
