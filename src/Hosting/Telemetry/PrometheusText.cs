using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.Hosting.Telemetry;

/// <summary>
/// The measures of this process in Prometheus' text format 0.0.4. No exporter package can be restored (docs/decisions/0005), so
/// this is a listener on .NET's own meters and nothing more: another exporter can listen beside it or replace it.
/// </summary>
public sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener _listener = new();

    // By name: in one process, two parts may count the same thing, and a name may stand in the text only once.
    private readonly ConcurrentDictionary<string, Measure> _measures = new(StringComparer.Ordinal);

    public PrometheusText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RegistryMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument, _measures.GetOrAdd(instrument.Name, _ => new Measure(TypeOf(instrument), instrument.Description)));
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<double>(Take);
        _listener.Start();
    }

    /// <summary>All measures as they are now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, measure) in _measures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(measure.Description).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(measure.Type).Append('\n');
            foreach (var (labels, values) in measure.Series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                values.Write(text, name, labels);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var measure = (Measure)state!;
        var series = measure.SeriesOf(tags);
        if (measure.Type == "gauge")
        {
            series.Set(value);
        }
        else
        {
            series.Add(value, instrument.IsObservable);
        }
    }

    private static string TypeOf(Instrument instrument)
    {
        var name = instrument.GetType().Name;
        return name.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : name.Contains("Gauge", StringComparison.Ordinal) || name.Contains("UpDown", StringComparison.Ordinal) ? "gauge"
            : "counter";
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)!
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }

    private sealed record Measure(string Type, string? Description)
    {
        // Hot measures have one label with a few words: their series is found without writing the label out.
        private readonly ConcurrentDictionary<(string Name, string Value), Series> _ofOneLabel = new();

        public ConcurrentDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);

        public Series SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags is not [{ Value: string word } tag])
            {
                return Named(Labels(tags));
            }

            return _ofOneLabel.TryGetValue((tag.Key, word), out var series)
                ? series
                : _ofOneLabel.GetOrAdd((tag.Key, word), Named(Labels(tags)));
        }

        private Series Named(string labels) => Series.TryGetValue(labels, out var series)
            ? series
            : Series.GetOrAdd(labels, Type == "histogram" ? new Histogram() : new Value());
    }

    private abstract class Series
    {
        public abstract void Set(double value);

        /// <summary>An observed counter reports its sum, a counted one what is to be added.</summary>
        public abstract void Add(double value, bool isSum);

        public abstract void Write(StringBuilder text, string name, string labels);

        protected static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name)
                .Append(labels.Length == 0 ? "" : "{" + labels + "}")
                .Append(' ')
                .Append(value.ToString(CultureInfo.InvariantCulture))
                .Append('\n');
    }

    private sealed class Value : Series
    {
        private readonly Lock _lock = new();
        private double _value;

        public override void Set(double value)
        {
            lock (_lock)
            {
                _value = value;
            }
        }

        public override void Add(double value, bool isSum)
        {
            lock (_lock)
            {
                _value = isSum ? value : _value + value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                Line(text, name, labels, _value);
            }
        }
    }

    private sealed class Histogram : Series
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public override void Set(double value) => Add(value, isSum: false);

        public override void Add(double value, bool isSum)
        {
            var bucket = Array.BinarySearch(Bounds, value);
            lock (_lock)
            {
                _counts[bucket < 0 ? ~bucket : bucket]++;
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                var prefix = labels.Length == 0 ? "" : labels + ",";
                var count = 0L;
                for (var i = 0; i < _counts.Length; i++)
                {
                    count += _counts[i];
                    var bound = i == Bounds.Length ? "+Inf" : Bounds[i].ToString(CultureInfo.InvariantCulture);
                    Line(text, name + "_bucket", $"{prefix}le=\"{bound}\"", count);
                }

                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, count);
            }
        }
    }
}

/// <summary>Adds <see cref="PrometheusText"/> before anything is measured.</summary>
internal static class PrometheusModule
{
    public static void AddPrometheus(this IServiceCollection services) => services.AddSingleton(new PrometheusText());
}
