using AgentRegistry.ActivityWorker;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Services;
using AgentRegistry.RegistryWorker;
using MassTransit;

namespace AgentRegistry.Ingest.Consuming;

/// <summary>Drains the queue of activities: once with the ActivityWorker's own consumer, once with one that does nothing.</summary>
internal sealed class ActivityDrain(BenchContext bench, Tables tables)
{
    private const string Queue = "activity-logged";
    private const int Agents = 2_000;
    private const int IntervalSeconds = 3_600;

    // As in ActivityLoggedConsumerDefinition.
    private const int Prefetch = 2_250;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Crowd _crowd = new(bench, tables, Agents);

    /// <summary>Registers the agents, and has both queues declared by those who will consume them.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        bench.Broker.DeleteAtEnd(DoNothing.QueueBeside(Queue));
        await using (await StartNothingAsync(Drain.Unmeasured(), cancellationToken))
        {
            // Its queue is there now.
        }

        await using (await ConsumerHost.StartWorkerAsync(
            bench,
            tables,
            Drain.Unmeasured(),
            (services, configuration) => services.AddRegistryWorker(configuration),
            bus => bus.AddRegistryConsumers(),
            cancellationToken))
        {
            await _crowd.RegisterAliveAsync(IntervalSeconds, cancellationToken);
        }

        await using (await StartWorkerAsync(Drain.Unmeasured(), cancellationToken))
        {
            // Its queue is there now.
        }
    }

    /// <summary>Activities of these agents that nobody has logged before.</summary>
    public List<ActivityLogged> Make(int count) => Activities.Make(_crowd.Ids, count);

    /// <summary>Messages per second of the consumer that does nothing.</summary>
    public async Task<double> DrainNothingAsync(IReadOnlyList<ActivityLogged> activities, CancellationToken cancellationToken)
    {
        await bench.Broker.PublishAsync(DoNothing.QueueBeside(Queue), activities.Select(Crowd.Body), persistent: true);
        var drain = new Drain(activities.Count);
        await using var host = await StartNothingAsync(drain, cancellationToken);
        return activities.Count / (await drain.RunAsync(Limit, cancellationToken)).TotalSeconds;
    }

    /// <summary>Messages per second of the ActivityWorker.</summary>
    /// <param name="activities">What is drained.</param>
    /// <param name="alsoUntil">What else must have happened before the clock stops; told when it starts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<double> DrainAsync(
        IReadOnlyList<ActivityLogged> activities,
        Func<Task>? alsoUntil,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var before = await tables.ActivityTracesAsync(cancellationToken);
        await bench.Broker.PublishAsync(Queue, activities.Select(Crowd.Body), persistent: true);
        var drain = new Drain(activities.Count);
        await using var host = await StartWorkerAsync(drain, cancellationToken, settings);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var also = alsoUntil?.Invoke() ?? Task.CompletedTask;
        await drain.RunAsync(Limit, cancellationToken);
        await also.WaitAsync(Limit, cancellationToken);
        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started);
        (await tables.ActivityTracesAsync(cancellationToken)).RequireGrowth(before, activities.Count);
        return activities.Count / elapsed.TotalSeconds;
    }

    private Task<ConsumerHost> StartNothingAsync(Drain drain, CancellationToken cancellationToken) => ConsumerHost.StartBareAsync(
        bench, drain, bus => bus.AddDoNothing<ActivityLogged>(Queue, endpoint =>
        {
            endpoint.Lasts(Prefetch);
            endpoint.BatchesAcks();
        }), cancellationToken);

    /// <summary>The ActivityWorker by itself, with nothing to drain.</summary>
    public Task<ConsumerHost> StartWorkerAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        StartWorkerAsync(Drain.Unmeasured(), cancellationToken, settings);

    private Task<ConsumerHost> StartWorkerAsync(
        Drain drain, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? settings = null) => ConsumerHost.StartWorkerAsync(
        bench,
        tables,
        drain,
        (services, configuration) => services.AddActivityWorker(configuration),
        bus => bus.AddActivityConsumers(),
        cancellationToken,
        settings);
}
