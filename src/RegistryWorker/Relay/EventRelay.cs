using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Background;
using AgentRegistry.Storage;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Feed;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Relay;

/// <summary>
/// Publishes the feed's events on the bus: in order, in batches, with the broker's confirms, at least once. Every RegistryWorker
/// runs it; the cursor's lock lets one at a time do it, and another go on when that one dies. While the broker or the tables are
/// unavailable, the events wait in the feed.
/// </summary>
internal sealed partial class EventRelay(
    IRegistryStore store, FeedSignal signal, IBus bus, RelayMetrics metrics, TimeProvider time, ILogger<EventRelay> logger) : BackgroundLoop(time, logger)
{
    public const string Cursor = "relay";
    private const int MaxEvents = 1_000;
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>After a delivery that left nothing: what happens meanwhile shares the next one's round trips.</summary>
    private static readonly TimeSpan BatchPause = TimeSpan.FromMilliseconds(20);

    private readonly ILogger<EventRelay> _logger = logger;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        var next = signal.Next;
        var delivered = await store.Feed.DeliverAsync(Cursor, MaxEvents, PublishLimit * 2, PublishAsync, cancellationToken);
        if (delivered == 0)
        {
            await signal.WaitAsync(next, Poll, cancellationToken);
        }

        return delivered is > 0 and < MaxEvents ? BatchPause : TimeSpan.Zero;
    }

    private async Task<IReadOnlyList<Undeliverable>> PublishAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PublishLimit);
        var quarantined = new List<Undeliverable>();
        try
        {
            await Task.WhenAll(entries.Select(entry => PublishAsync(entry, quarantined, limit.Token)));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not confirm in time.", exception);
        }

        metrics.Published(entries.Count - quarantined.Count, quarantined.Count, entries[^1].Revision);
        return quarantined;
    }

    private Task PublishAsync(FeedEntry entry, List<Undeliverable> quarantined, CancellationToken cancellationToken)
    {
        try
        {
            return entry.Kind switch
            {
                FeedKind.AgentChanged => PublishAsync(entry.Read<AgentChanged>(), entry.EventId, cancellationToken),
                FeedKind.ActivityRecorded => PublishAsync(entry.Read<ActivityRecorded>(), entry.EventId, cancellationToken),
                FeedKind.RegistryNotice => PublishAsync(entry.Read<RegistryNotice>(), entry.EventId, cancellationToken),
                FeedKind.SessionChanged => PublishAsync(entry.Read<SessionChanged>(), entry.EventId, cancellationToken),
                FeedKind.ContextChanged => PublishAsync(entry.Read<ContextChanged>(), entry.EventId, cancellationToken),
                FeedKind.DefinitionChanged => PublishAsync(entry.Read<DefinitionChanged>(), entry.EventId, cancellationToken),
                FeedKind.InstanceChanged => PublishAsync(entry.Read<InstanceChanged>(), entry.EventId, cancellationToken),
                _ => throw new JsonException($"an entry of kind {(int)entry.Kind}, which this version does not know"),
            };
        }
        catch (JsonException exception)
        {
            // It would hold up all others for ever.
            LogQuarantined(entry.Revision, exception.Message);
            quarantined.Add(new Undeliverable(entry, exception.Message));
            return Task.CompletedTask;
        }
    }

    private Task PublishAsync<T>(T message, Guid id, CancellationToken cancellationToken)
        where T : class =>
        bus.Publish(message, context => context.MessageId = id, cancellationToken);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Error, Message = "Revision {Revision} of the feed cannot be published and is quarantined as a dead letter: {Reason}")]
    private partial void LogQuarantined(long revision, string reason);
}
