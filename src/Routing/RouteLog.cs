using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Routing;

/// <summary>
/// Keeps decisions off the asker's path: they are written in batches, a moment later, and found here until then. While the tables
/// are away they wait, up to a bound; what is beyond it is said in the log, and not kept, for a decision is worth more than its record.
/// </summary>
public sealed partial class RouteLog(IRegistryStore store, TimeProvider time, ILogger<RouteLog> logger) : BackgroundService
{
    private const int MostWaiting = 10_000;
    private const int Portion = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(2);

    private readonly Channel<RouteDecision> _waiting = Channel.CreateBounded<RouteDecision>(MostWaiting);
    private readonly ConcurrentDictionary<(string Workspace, Guid RouteId), RouteDecision> _unwritten = new();

    private long _lost;

    /// <summary>Keeps a decision.</summary>
    public void Write(RouteDecision decision)
    {
        _unwritten[(decision.Workspace, decision.RouteId)] = decision;
        if (!_waiting.Writer.TryWrite(decision))
        {
            Forget(decision);
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>A decision of a workspace; null where it has none of that id. What another process decided can be found a moment later.</summary>
    public async Task<RouteDecision?> FindAsync(string workspace, Guid routeId, CancellationToken cancellationToken) =>
        _unwritten.GetValueOrDefault((workspace, routeId)) ?? await store.Routes.FindAsync(workspace, routeId, cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastLimit);
        await Task.WhenAny(ExecuteTask ?? Task.CompletedTask, Task.Delay(Timeout.Infinite, limit.Token));
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var portion = new List<RouteDecision>(Portion);
        while (await WaitAsync(stoppingToken))
        {
            while (portion.Count < Portion && _waiting.Reader.TryRead(out var decision))
            {
                portion.Add(decision);
            }

            await WriteAsync(portion, stoppingToken);
        }
    }

    private async Task WriteAsync(List<RouteDecision> portion, CancellationToken stoppingToken)
    {
        while (portion.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            await TryAsync(portion, stoppingToken);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await _waiting.Reader.WaitToReadAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A bad row is given up, alone; whatever else the fault is, the next try may succeed.</summary>
    private async Task TryAsync(List<RouteDecision> portion, CancellationToken stoppingToken)
    {
        try
        {
            await store.Routes.AddAsync(portion, stoppingToken);
            portion.ForEach(Forget);
            portion.Clear();
            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                LogLost(lost);
            }
        }
        catch (Exception exception) when (StoreFaults.IsBadRow(exception))
        {
            if (portion.Count == 1)
            {
                LogBad(exception, portion[0].RouteId);
                Forget(portion[0]);
                portion.Clear();
                return;
            }

            foreach (var decision in portion)
            {
                await WriteAsync([decision], stoppingToken);
            }

            portion.Clear();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogPutOff(exception.Message);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Forget(RouteDecision decision) => _unwritten.TryRemove((decision.Workspace, decision.RouteId), out _);

    [LoggerMessage(EventId = 2031, Level = LogLevel.Warning, Message = "Decisions are kept later: {Reason}")]
    private partial void LogPutOff(string reason);

    [LoggerMessage(EventId = 2033, Level = LogLevel.Error, Message = "Decision {RouteId} cannot be kept")]
    private partial void LogBad(Exception exception, Guid routeId);

    [LoggerMessage(EventId = 2032, Level = LogLevel.Warning, Message = "{Count} decisions were not kept: the tables were away for too long")]
    private partial void LogLost(long count);
}
