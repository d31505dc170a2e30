using System.Threading.Channels;
using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Routing;

/// <summary>
/// Teaches this process's directory what agents answered well. The feed says only that there may be something new, for it does not
/// carry what was said; that is read from the tables, up to where the agents have been followed. Routing works without it
/// meanwhile.
/// </summary>
public sealed partial class EvidenceFollower(
    AgentDirectory directory, IRegistryStore store, LearningPolicy policy, TimeProvider time, ILogger<EvidenceFollower> logger)
    : BackgroundService, IFeedSubscriber
{
    private const int Portion = 2_000;

    // On the average a twentieth of one processor at most goes into telling agents apart, whatever there is to learn from.
    private const int RestAfterTraining = 19;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Only the last matters: it stands for all before it.
    private readonly Channel<long> _reached = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<bool> _taught = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private long _learned;
    private int _anew;
    private bool _isUntrained;

    /// <summary>The directory has been loaded anew, and knows nothing.</summary>
    public void Reset(AgentSnapshot snapshot)
    {
        Volatile.Write(ref _anew, 1);
        _reached.Writer.TryWrite(snapshot.Revision);
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        if (entries.Any(entry => entry.Kind == FeedKind.SessionChanged))
        {
            _reached.Writer.TryWrite(entries[^1].Revision);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowAsync(stoppingToken), TrainAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var revision in _reached.Reader.ReadAllAsync(stoppingToken))
            {
                while (!await TryAsync(revision, stoppingToken))
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task TrainAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _taught.Reader.ReadAllAsync(stoppingToken))
            {
                var began = time.GetTimestamp();
                Train(stoppingToken);
                await Task.Delay(time.GetElapsedTime(began) * RestAfterTraining, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Whatever the fault, routing goes on by likeness, and what is learned next is a new try.</summary>
    private void Train(CancellationToken stoppingToken)
    {
        try
        {
            directory.Train(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotTrained(exception);
        }
    }

    /// <summary>Whatever the fault, routing goes on with what it knows, and this is of use only if it goes on.</summary>
    private async Task<bool> TryAsync(long revision, CancellationToken stoppingToken)
    {
        try
        {
            await LearnAsync(revision, stoppingToken);
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogPutOff(exception.Message);
            return false;
        }
    }

    private async Task LearnAsync(long revision, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _anew, 0) == 1)
        {
            _learned = 0;
        }

        while (_learned < revision)
        {
            var evidence = await store.Evidence.ReadAsync(_learned, revision, Portion, cancellationToken);
            directory.Learn(
                [.. evidence.Where(row => policy.IsOn(row.Workspace)).Select(row => new Discovery.Evidence(row.AgentId, row.Workspace, row.Query, row.At, row.Revision))],
                policy.QueriesPerAgent);
            _learned = evidence.Count < Portion ? revision : evidence[^1].Revision;
            _isUntrained |= evidence.Count > 0;
        }

        // Once all of it is known, and not after each portion: the next training may be long after.
        if (_isUntrained)
        {
            _isUntrained = false;
            _taught.Writer.TryWrite(true);
        }
    }

    [LoggerMessage(EventId = 2030, Level = LogLevel.Warning, Message = "What agents answered well is learned later: {Reason}")]
    private partial void LogPutOff(string reason);

    [LoggerMessage(EventId = 2037, Level = LogLevel.Error, Message = "Agents that are asked alike could not be told apart by what they answered")]
    private partial void LogNotTrained(Exception exception);
}
