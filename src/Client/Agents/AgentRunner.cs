using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using AgentRegistry.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>Runs one agent: performs the next step of its <see cref="AgentLifecycle"/> and reports the result to it.</summary>
internal sealed partial class AgentRunner(
    BaseAgent agent, AgentPresence presence, IAgentRegistryClient registry, AgentChanges changes, AgentHostOptions options, TimeProvider time, ILogger logger)
    : IDisposable
{
    private readonly Channel<AgentEvent> _events = Channel.CreateUnbounded<AgentEvent>(new() { SingleReader = true });
    private readonly CancellationTokenSource _heartbeatStop = new();
    private readonly CancellationTokenSource _workCancelled = new();

    // Starts when the agent begins to stop.
    private readonly CancellationTokenSource _stopTimeout = new(Timeout.InfiniteTimeSpan, time);
    private readonly Lock _allowedLock = new();
    private Task _heartbeats = Task.CompletedTask;
    private IDisposable? _subscription;
    private ITimer? _retry;
    private AgentLifecycle _lifecycle = AgentLifecycle.New;
    private Exception? _refusal;
    private long _allowedRevision;
    private int _failures;

    /// <summary>Cancelled when the agent's work is not waited for any longer.</summary>
    public CancellationToken WorkCancelled => _workCancelled.Token;

    /// <summary>Runs the agent until it is stopped, deleted or refused.</summary>
    /// <exception cref="AgentRegistryException">The registry refuses the registration; the agent was shut down.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var stop = stopping.Register(() =>
        {
            agent.Work.Close();
            Raise(AgentSignal.Stop);
            _stopTimeout.CancelAfter(options.StopTimeout);
        });
        while (!_lifecycle.Ended)
        {
            Apply(_lifecycle.Next is not AgentStep.None and var step
                ? await RunStepAsync(step, stopping)
                : await _events.Reader.ReadAsync(CancellationToken.None));
            while (_events.Reader.TryRead(out var happened))
            {
                Apply(happened);
            }
        }

        await StopHeartbeatsAsync();
        if (_refusal is not null)
        {
            ExceptionDispatchInfo.Throw(_refusal);
        }
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _retry?.Dispose();
        _heartbeatStop.Dispose();
        _workCancelled.Dispose();
        _stopTimeout.Dispose();
    }

    private void Raise(AgentSignal signal) => _events.Writer.TryWrite(new AgentEvent(signal));

    private void Apply(AgentEvent happened)
    {
        if (happened.Signal is AgentSignal.Deleted or AgentSignal.Refused)
        {
            agent.Work.Close();
            _stopTimeout.CancelAfter(options.StopTimeout);
        }

        presence.Lifecycle = _lifecycle = _lifecycle.After(happened);
    }

    private async Task<AgentEvent> RunStepAsync(AgentStep step, CancellationToken stopping)
    {
        var token = _lifecycle.Stopping ? _stopTimeout.Token : stopping;
        try
        {
            await CallAsync(step, token);
            _failures = 0;
            return new AgentEvent(AgentSignal.Done, step);
        }
        catch (Exception exception) when (
            step == AgentStep.Register && exception is RegistryRefusedException or RegistryConflictException or DuplicateAgentException)
        {
            // A retry would be refused again.
            _refusal = exception;
            return new AgentEvent(AgentSignal.Refused);
        }
        catch (Exception exception)
        {
            // Hooks may throw anything; that must not end the agent.
            return await FailedAsync(step, exception, token);
        }
    }

    private Task CallAsync(AgentStep step, CancellationToken token) => step switch
    {
        AgentStep.Initialize => WithinStopTimeoutAsync(agent.CallAsync(step, token)),
        AgentStep.Register => RegisterAsync(token),
        AgentStep.Activate => ActivateAsync(token),
        AgentStep.Deactivate => DeactivateAsync(token),
        AgentStep.FinishWork => FinishWorkAsync(),
        AgentStep.Leave => LeaveAsync(),
        AgentStep.Shutdown => ShutdownAsync(),
        _ => Task.CompletedTask,
    };

    /// <summary>A hook that ignores its token must not keep the agent from stopping.</summary>
    private Task WithinStopTimeoutAsync(Task hook) => hook.WaitAsync(_stopTimeout.Token);

    private async Task RegisterAsync(CancellationToken token)
    {
        _subscription ??= changes.Listen(agent.Registration.AgentId, OnChanged, OnMissedChanges);
        await changes.ReadyAsync(token).WaitAsync(options.MaxRetryDelay, time, token);
        await presence.RegisterAsync(token);
        await ReadAllowedAsync(token);
        if (_heartbeats.IsCompleted)
        {
            _heartbeats = RunHeartbeatsAsync(_heartbeatStop.Token);
        }
    }

    private async Task ActivateAsync(CancellationToken token)
    {
        // The hook may start work at once; the registry routes to the agent after the next heartbeat.
        agent.Work.Open();
        try
        {
            await WithinStopTimeoutAsync(agent.CallAsync(AgentStep.Activate, token));
        }
        catch
        {
            agent.Work.Close();
            throw;
        }

        if (token.IsCancellationRequested)
        {
            agent.Work.Close();
        }

        Apply(new AgentEvent(AgentSignal.Done, AgentStep.Activate));
        await ReportAsync(token);
    }

    private async Task DeactivateAsync(CancellationToken token)
    {
        agent.Work.Close();
        await WithinStopTimeoutAsync(agent.CallAsync(AgentStep.Deactivate, token));
        Apply(new AgentEvent(AgentSignal.Done, AgentStep.Deactivate));
        await ReportAsync(token);
    }

    private async Task FinishWorkAsync()
    {
        try
        {
            await agent.Work.FinishedAsync().WaitAsync(_stopTimeout.Token);
        }
        catch (OperationCanceledException)
        {
            LogWorkCancelled(logger, agent.Registration.AgentId, agent.ActiveTasks, options.StopTimeout);
            await _workCancelled.CancelAsync();
        }
    }

    /// <summary>The registry is told even if the work was not finished in time; the client's own time limit applies.</summary>
    private async Task LeaveAsync()
    {
        await StopHeartbeatsAsync();
        await presence.LeaveAsync(CancellationToken.None);
    }

    private async Task ShutdownAsync()
    {
        await StopHeartbeatsAsync();
        using var limit = new CancellationTokenSource(options.StopTimeout, time);
        await agent.CallAsync(AgentStep.Shutdown, limit.Token).WaitAsync(limit.Token);
    }

    private async Task<AgentEvent> FailedAsync(AgentStep step, Exception exception, CancellationToken token)
    {
        var failed = new AgentEvent(AgentSignal.Failed, step, $"{step} failed: {exception.Message}");
        if (token.IsCancellationRequested)
        {
            // Cancelled by the stop: no failure.
            return failed;
        }

        StepFailed(logger, agent.Registration.AgentId, step, exception);
        if (_lifecycle.Announced && step is AgentStep.Initialize or AgentStep.Activate or AgentStep.Deactivate)
        {
            await TryAsync(() => presence.FailAsync(_lifecycle.After(failed), token));
        }

        if (!_lifecycle.Stopping)
        {
            var pause = HeartbeatSchedule.UntilRetry(++_failures, options.InitialRetryDelay, options.MaxRetryDelay, Random.Shared.NextDouble());
            _retry?.Dispose();
            _retry = time.CreateTimer(_ => Raise(AgentSignal.Retry), null, pause, Timeout.InfiniteTimeSpan);
        }

        return failed;
    }

    private Task ReportAsync(CancellationToken token) =>
        _lifecycle.Announced ? TryAsync(() => presence.HeartbeatAsync(token)) : Task.CompletedTask;

    /// <summary>A report that fails is repeated by the next heartbeat.</summary>
    private async Task TryAsync(Func<Task> report)
    {
        try
        {
            await report();
        }
        catch (Exception exception) when (exception is AgentRegistryException or OperationCanceledException)
        {
            ReportFailed(logger, agent.Registration.AgentId, exception.Message);
        }
    }

    private async Task RunHeartbeatsAsync(CancellationToken stop)
    {
        try
        {
            await presence.SendHeartbeatsAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Heartbeats end with the agent.
        }
        catch (AgentRegistryException exception)
        {
            _refusal = exception;
            Raise(AgentSignal.Refused);
        }
    }

    private async Task StopHeartbeatsAsync()
    {
        await _heartbeatStop.CancelAsync();
        await _heartbeats;
    }

    /// <summary>Reads from the registry whether the agent may work.</summary>
    private async Task ReadAllowedAsync(CancellationToken token)
    {
        // A worker that does not know the agent yet: a new agent may work.
        if (await registry.GetAgentAsync(agent.Registration.AgentId, token) is { } found)
        {
            SetAllowed(found.Revision, found.Enabled && !found.Draining);
        }
    }

    private void OnMissedChanges()
    {
        if (!_heartbeats.IsCompleted)
        {
            _ = TryAsync(() => ReadAllowedAsync(_stopTimeout.Token));
        }
    }

    private void OnChanged(AgentChanged change)
    {
        if (change.Change != AgentChange.Deleted)
        {
            SetAllowed(change.Revision, change.Enabled && !change.Draining);
        }
        else if (presence.Revision > 0 && change.Revision > presence.Revision)
        {
            Deleted(logger, change.AgentId);

            // At once: the next heartbeat would find the agent missing and register it again.
            _heartbeatStop.Cancel();
            Raise(AgentSignal.Deleted);
        }
    }

    private void SetAllowed(long revision, bool isAllowed)
    {
        lock (_allowedLock)
        {
            if (revision <= _allowedRevision)
            {
                return;
            }

            _allowedRevision = revision;
            Raise(isAllowed ? AgentSignal.Allowed : AgentSignal.Forbidden);
        }
    }

    [LoggerMessage(EventId = 7004, Level = LogLevel.Error, Message = "Agent {AgentId}: {Step} failed")]
    private static partial void StepFailed(ILogger logger, string agentId, AgentStep step, Exception exception);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Warning, Message = "Agent {AgentId} cancels {Count} tasks that did not finish within {Limit}")]
    private static partial void LogWorkCancelled(ILogger logger, string agentId, int count, TimeSpan limit);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Information, Message = "Agent {AgentId} was deleted from the registry and stops")]
    private static partial void Deleted(ILogger logger, string agentId);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Warning, Message = "Agent {AgentId} could not report its status; the next heartbeat does: {Reason}")]
    private static partial void ReportFailed(ILogger logger, string agentId, string reason);
}
