using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Prometheus;

namespace AgentRegistry.Hosting.Telemetry;

/// <summary>
/// The metrics of this process for Prometheus: passes what is recorded on <see cref="RegistryMeter"/> to prometheus-net, which keeps
/// it and writes it out. prometheus-net's own adapter puts the meter's name before each metric and takes ten times as long for a
/// measurement (docs/decisions/0031).
/// </summary>
public sealed class PrometheusMetrics : IDisposable
{
    public const string ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly MeterListener _listener = new();

    // By name: in one process, two parts may count the same thing, and a name may appear in the text only once.
    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _scrape = new(1);

    public PrometheusMetrics()
    {
        var factory = Metrics.WithCustomRegistry(_registry);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RegistryMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(instrument.Name, _ => Metric.Of(instrument, factory)));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        _listener.SetMeasurementEventCallback<int>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        _listener.SetMeasurementEventCallback<double>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        _listener.Start();
    }

    /// <summary>All metrics as they are now, in the text format 0.0.4.</summary>
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        await _scrape.WaitAsync(cancellationToken);
        try
        {
            _listener.RecordObservableInstruments();
            foreach (var metric in _metrics.Values)
            {
                metric.EndScrape();
            }

            using var text = new MemoryStream();
            await _registry.CollectAndExportAsTextAsync(text, ExpositionFormat.PrometheusText, cancellationToken);
            return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
        }
        finally
        {
            _scrape.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _scrape.Dispose();
    }

    /// <summary>A metric, and its series by their labels.</summary>
    private abstract class Metric
    {
        public abstract void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels);

        /// <summary>All that is observed has been observed.</summary>
        public virtual void EndScrape()
        {
        }

        public static Metric Of(Instrument instrument, IMetricFactory factory)
        {
            var (name, help) = (instrument.Name, instrument.Description ?? "");
            return instrument switch
            {
                Histogram<double> or Histogram<long> or Histogram<int> => new Metric<IHistogram>(
                    labels => factory.CreateHistogram(name, help, labels, Buckets), static (histogram, value) => histogram.Observe(value)),
                Counter<long> or Counter<int> or Counter<double> => new Metric<ICounter>(
                    labels => factory.CreateCounter(name, help, labels, Plain), static (counter, value) => counter.Inc(value)),
                ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double> => new Metric<ICounter>(
                    labels => factory.CreateCounter(name, help, labels, Plain), static (counter, sum) => counter.IncTo(sum)),
                UpDownCounter<long> or UpDownCounter<int> or UpDownCounter<double> => new Metric<IGauge>(
                    labels => factory.CreateGauge(name, help, labels), static (gauge, value) => gauge.Inc(value)),
                _ => new Metric<IGauge>(
                    labels => factory.CreateGauge(name, help, labels),
                    static (gauge, value) => gauge.Set(value),
                    instrument.IsObservable ? static gauge => ((Gauge.Child)gauge).Remove() : null),
            };
        }

        // Without exemplars: looking for the current trace would cost each measurement as much again.
        private static CounterConfiguration Plain { get; } = new() { ExemplarBehavior = ExemplarBehavior.NoExemplars() };

        private static HistogramConfiguration Buckets { get; } = new()
        {
            Buckets = [.. RegistryMeter.SecondsBuckets],
            ExemplarBehavior = ExemplarBehavior.NoExemplars(),
        };
    }

    /// <param name="declare">Declares the metric with the names of its labels.</param>
    /// <param name="take">Takes a measurement into one of its series.</param>
    /// <param name="remove">Removes a series that is no longer observed; null: all of them stay.</param>
    private sealed class Metric<TSeries>(
        Func<string[], ICollector<TSeries>> declare, Action<TSeries, double> take, Action<TSeries>? remove = null) : Metric
        where TSeries : class, ICollectorChild
    {
        // Hot metrics have no label, or one with a few words: their series are found without allocating anything.
        private readonly ConcurrentDictionary<(string Name, string Value), TSeries> _ofOneLabel = new();
        private readonly ConcurrentDictionary<TSeries, bool> _observed = new();
        private TSeries? _ofNoLabel;

        public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            var series = SeriesOf(labels);
            take(series, value);
            if (remove is not null)
            {
                _observed[series] = true;
            }
        }

        public override void EndScrape()
        {
            foreach (var (series, isCurrent) in _observed)
            {
                if (isCurrent)
                {
                    _observed[series] = false;
                }
                else
                {
                    _observed.TryRemove(series, out _);
                    Forget(series);
                    remove!(series);
                }
            }
        }

        private TSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> labels) => labels switch
        {
            [] => _ofNoLabel ??= declare([]).WithLabels(),
            [{ Value: string word } label] => _ofOneLabel.TryGetValue((label.Key, word), out var series)
                ? series
                : _ofOneLabel.GetOrAdd((label.Key, word), declare([label.Key]).WithLabels(word)),
            _ => declare([.. labels.ToArray().Select(label => label.Key)])
                .WithLabels([.. labels.ToArray().Select(label => Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? "")]),
        };

        private void Forget(TSeries series)
        {
            foreach (var known in _ofOneLabel.Where(known => known.Value == series))
            {
                _ofOneLabel.TryRemove(known.Key, out _);
            }
        }
    }
}
