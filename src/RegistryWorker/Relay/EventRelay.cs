using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.DeadLetters;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Relay;

/// <summary>
/// Publishes the feed's events on the bus: in order, in batches, with the broker's confirms, at least once. Every RegistryWorker
/// runs it; the cursor's lock lets one at a time do it, and another go on when that one dies.
/// </summary>
internal sealed partial class EventRelay(
    IRegistryStore store, FeedSignal signal, IBus bus, RelayMetrics measures, TimeProvider time, ILogger<EventRelay> logger) : BackgroundService
{
    public const string Cursor = "relay";
    private const int MostEvents = 1_000;
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>After a delivery that left nothing: what happens meanwhile shares the next one's round trips.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Poll;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                var delivered = await store.Feed.DeliverAsync(Cursor, MostEvents, PublishLimit * 2, PublishAsync, stoppingToken);
                pause = Poll;
                if (delivered == 0)
                {
                    await signal.WaitAsync(next, Poll, stoppingToken);
                }
                else if (delivered < MostEvents)
                {
                    await Task.Delay(Gathering, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Broker or tables away: the events wait in the feed. Any other fault must not end the relay either.
                LogPaused(pause, exception.Message);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            }
        }
    }

    private async Task<IReadOnlyList<Undeliverable>> PublishAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PublishLimit);
        var stuck = new List<Undeliverable>();
        try
        {
            await Task.WhenAll(entries.Select(entry => PublishAsync(entry, stuck, limit.Token)));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not confirm in time.", exception);
        }

        measures.Published(entries.Count - stuck.Count, stuck.Count, entries[^1].Revision);
        return stuck;
    }

    private Task PublishAsync(FeedEntry entry, List<Undeliverable> stuck, CancellationToken cancellationToken)
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
            LogStuck(entry.Revision, exception.Message);
            stuck.Add(new Undeliverable(entry, exception.Message));
            return Task.CompletedTask;
        }
    }

    private Task PublishAsync<T>(T message, Guid id, CancellationToken cancellationToken)
        where T : class =>
        bus.Publish(message, context => context.MessageId = id, cancellationToken);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Error, Message = "Revision {Revision} of the feed cannot be published and is put aside: {Reason}")]
    private partial void LogStuck(long revision, string reason);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Events are not relayed for {Pause}: {Reason}")]
    private partial void LogPaused(TimeSpan pause, string reason);
}
