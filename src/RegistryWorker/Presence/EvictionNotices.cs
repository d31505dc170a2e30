using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Notices;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>Tells when evictions pause and when they resume: as a metric, in the log, and as a notice (feed, bus, statistics).</summary>
internal sealed partial class EvictionNotices
{
    private const string Running = "running";
    private const string Paused = "paused";

    /// <summary>A pause that would begin again within this time has not ended.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private readonly NoticeBoard _board;
    private readonly ILogger<EvictionNotices> _logger;
    private string? _shown;
    private volatile bool _isPaused;
    private DateTimeOffset _until;

    public EvictionNotices(NoticeBoard board, ILogger<EvictionNotices> logger)
    {
        (_board, _logger) = (board, logger);
        RegistryMeter.Instance.CreateObservableGauge(
            "agent_registry_evictions_paused", () => _isPaused ? 1 : 0, null, "1 while this worker defers evictions, of all agents or of some");
    }

    /// <summary>Evictions pause at least until then.</summary>
    public async Task PausedAsync(string reason, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!_isPaused)
        {
            LogPaused(reason);
        }

        (_isPaused, _until) = (true, until);
        await ShowAsync(Paused, reason, isUsual: false, cancellationToken);
    }

    /// <summary>Nothing was deferred; told when that lasts.</summary>
    public async Task RunningAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now <= _until + Settled)
        {
            return;
        }

        if (_isPaused)
        {
            LogRunning();
        }

        _isPaused = false;
        await ShowAsync(Running, "", isUsual: true, cancellationToken);
    }

    private async Task ShowAsync(string state, string reason, bool isUsual, CancellationToken cancellationToken)
    {
        if (_shown == state)
        {
            return;
        }

        try
        {
            await _board.ShowAsync(NoticeTopic.Evictions, state, reason, isUsual, cancellationToken);
            _shown = state;
        }
        catch (Exception exception) when (StoreFaults.IsUnavailable(exception))
        {
            // It is told when the tables are available again, if it is still so.
            LogNotStored(state, exception.Message);
        }
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Evictions pause: {Reason}")]
    private partial void LogPaused(string reason);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Evictions resume")]
    private partial void LogRunning();

    [LoggerMessage(EventId = 3012, Level = LogLevel.Debug, Message = "The notice that evictions are {State} could not be stored: {Reason}")]
    private partial void LogNotStored(string state, string reason);
}
