using AgentRegistry.Contracts;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Notices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Memory;

/// <summary>Asks from time to time whether the memory server is well, and says when the circuit opens and closes: a notice, a log line, a check of <c>/ready</c>.</summary>
internal sealed partial class MemoryServerMonitor : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan RetryNotice = TimeSpan.FromSeconds(1);

    private readonly McpMemory _server;
    private readonly MemoryBreaker _breaker;
    private readonly NoticeBoard _board;
    private readonly MemoryServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MemoryServerMonitor> _logger;
    private readonly SemaphoreSlim _changed = new(0);
    private string? _shown;

    public MemoryServerMonitor(
        McpMemory server, MemoryBreaker breaker, NoticeBoard board, MemoryServerOptions options, TimeProvider time, ILogger<MemoryServerMonitor> logger)
    {
        (_server, _breaker, _board, _options, _time, _logger) = (server, breaker, board, options, time, logger);
        breaker.Changed = () => _changed.Release();
        MemoryMetrics.Declare(breaker);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_breaker.State == MemoryBreaker.Closed
            ? HealthCheckResult.Healthy(MemoryBreaker.Closed)
            : HealthCheckResult.Degraded($"{_breaker.State}: {_breaker.Reason}"));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(AskAsync(stoppingToken), TellAsync(stoppingToken));

    private async Task AskAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _server.CheckAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogUnwell(exception.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(_options.HealthCheckSeconds), _time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (state, reason) = (_breaker.State, _breaker.Reason);
                if (state != _shown)
                {
                    await _board.ShowAsync(NoticeTopic.MemoryServer, state, reason, state == MemoryBreaker.Closed, stoppingToken);
                    LogState(state, reason);
                    _shown = state;
                }

                await _changed.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // It is said when the tables are back, if it is still so.
                LogUnsaid(exception.Message);
                await Task.Delay(RetryNotice, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 4020, Level = LogLevel.Debug, Message = "The memory server is not well: {Reason}")]
    private partial void LogUnwell(string reason);

    [LoggerMessage(EventId = 4023, Level = LogLevel.Debug, Message = "How the memory server is could not be told: {Reason}")]
    private partial void LogUnsaid(string reason);

    [LoggerMessage(EventId = 4021, Level = LogLevel.Information, Message = "The circuit to the memory server is {State}. {Reason}")]
    private partial void LogState(string state, string reason);
}
