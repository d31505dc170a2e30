using System.Diagnostics;
using AgentRegistry.Live.Clients;

namespace AgentRegistry.Live;

/// <summary>What one round found.</summary>
/// <param name="Times">From the sending of a change to a client's reading it, over all clients and changes.</param>
/// <param name="Changes">How many were committed.</param>
/// <param name="Delivered">How many arrived, at all clients together.</param>
/// <param name="Missing">How many did not arrive.</param>
/// <param name="Repeated">How many arrived again or out of order.</param>
/// <param name="Ended">How many of the clients that read were closed.</param>
/// <param name="Seconds">How long it took, until the last arrived.</param>
/// <param name="ApiProcessors">Processors that the API kept busy.</param>
/// <param name="BenchProcessors">Processors that the clients and the sender of the changes kept busy.</param>
internal sealed record LiveRound(
    Spread Times, int Changes, long Delivered, long Missing, long Repeated, int Ended, double Seconds, double ApiProcessors, double BenchProcessors)
{
    /// <summary>For changes that are still on their way when the last has been committed.</summary>
    private static readonly TimeSpan ArrivalLimit = TimeSpan.FromSeconds(30);

    /// <summary>Processor time of the API for each delivery, in microseconds: what differs least between a quiet machine and a busy one.</summary>
    public double ApiMicroseconds => ApiProcessors * Seconds * 1e6 / Delivered;

    /// <summary>Makes changes at a fixed pace and waits until every client has them all.</summary>
    public static async Task<LiveRound> RunAsync(
        Api api, Crowd crowd, IReadOnlyList<FeedClient> readers, int rate, int seconds, CancellationToken cancellationToken)
    {
        await crowd.AskAsync(() =>
        {
            crowd.Delivery.Reset();
            foreach (var client in readers)
            {
                client.Reset();
            }

            return true;
        });
        var started = Stopwatch.GetTimestamp();
        var (apiTime, benchTime) = (api.ProcessorTime(), Environment.CpuUsage.TotalTime);
        var last = 0L;
        await PacedCaller.RunAsync(
            rate * seconds,
            rate,
            async _ => InterlockedMax(ref last, await api.ChangeAsync(cancellationToken)),
            cancellationToken);
        await ArrivedAsync(crowd, readers, last, cancellationToken);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (apiBusy, benchBusy) = (api.ProcessorTime() - apiTime, Environment.CpuUsage.TotalTime - benchTime);
        return await crowd.AskAsync(() =>
        {
            foreach (var client in readers)
            {
                client.EndAt(last);
            }

            return new LiveRound(
                crowd.Delivery.Spread(),
                rate * seconds,
                crowd.Delivery.Count,
                readers.Sum(client => client.Missing),
                readers.Sum(client => client.Repeated),
                readers.Count(client => client.HasEnded),
                took,
                apiBusy.TotalSeconds / took,
                benchBusy.TotalSeconds / took);
        });
    }

    public override string ToString() =>
        $"p50 {Times.P50:0.0}, p99 {Times.P99:0.0}, max {Times.Max:0.0} ms; {Missing:#,0} missing, {Repeated:#,0} repeated, {Ended:#,0} closed; "
        + $"{Delivered / Seconds:#,0} frames/s; processors: API {ApiProcessors:0.00} ({ApiMicroseconds:0.00} µs a frame), clients {BenchProcessors:0.00}";

    private static async Task ArrivedAsync(Crowd crowd, IReadOnlyList<FeedClient> readers, long last, CancellationToken cancellationToken)
    {
        try
        {
            await Await.UntilAsync(
                "all changes have arrived",
                ArrivalLimit,
                TimeSpan.FromMilliseconds(50),
                () => crowd.AskAsync(() => readers.All(client => client.HasEnded || client.Next > last)),
                cancellationToken);
        }
        catch (EffectMissingException)
        {
            // They are counted as missing.
        }
    }

    private static void InterlockedMax(ref long most, long value)
    {
        long seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another was faster: look again.
        }
    }
}
