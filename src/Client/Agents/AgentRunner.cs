using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using AgentRegistry.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>Lives one agent's life: does what <see cref="AgentLifecycle"/> says is next, and tells it what happened.</summary>
internal sealed partial class AgentRunner(
    BaseAgent agent, AgentPresence presence, IAgentRegistryClient registry, AgentChanges changes, AgentHostOptions options, TimeProvider time, ILogger logger)
    : IDisposable
{
    private readonly Channel<AgentEvent> _events = Channel.CreateUnbounded<AgentEvent>(new() { SingleReader = true });
    private readonly CancellationTokenSource _beating = new();
    private readonly CancellationTokenSource _givenUp = new();

    // Runs from when the end begins.
    private readonly CancellationTokenSource _stopLimit = new(Timeout.InfiniteTimeSpan, time);
    private readonly Lock _standing = new();
    private Task _beats = Task.CompletedTask;
    private IDisposable? _listening;
    private ITimer? _retry;
    private AgentLifecycle _lifecycle = AgentLifecycle.New;
    private Exception? _refusal;
    private long _seen;
    private int _failures;

    /// <summary>Cancelled when the agent's work is not waited for any longer.</summary>
    public CancellationToken WorkGivenUp => _givenUp.Token;

    /// <summary>Runs the agent until it is told to stop, or is deleted.</summary>
    /// <exception cref="AgentRegistryException">The registry refuses its registration; the agent was shut down.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var stop = stopping.Register(() =>
        {
            agent.Work.Close();
            Tell(AgentSignal.Stop);
            _stopLimit.CancelAfter(options.StopLimit);
        });
        while (!_lifecycle.Ended)
        {
            Learn(_lifecycle.Next is not AgentStep.None and var step
                ? await TakeAsync(step, stopping)
                : await _events.Reader.ReadAsync(CancellationToken.None));
            while (_events.Reader.TryRead(out var happened))
            {
                Learn(happened);
            }
        }

        await EndBeatsAsync();
        if (_refusal is not null)
        {
            ExceptionDispatchInfo.Throw(_refusal);
        }
    }

    public void Dispose()
    {
        _listening?.Dispose();
        _retry?.Dispose();
        _beating.Dispose();
        _givenUp.Dispose();
        _stopLimit.Dispose();
    }

    private void Tell(AgentSignal signal) => _events.Writer.TryWrite(new AgentEvent(signal));

    private void Learn(AgentEvent happened)
    {
        if (happened.Signal is AgentSignal.Deleted or AgentSignal.Refused)
        {
            agent.Work.Close();
            _stopLimit.CancelAfter(options.StopLimit);
        }

        presence.Lifecycle = _lifecycle = _lifecycle.After(happened);
    }

    private async Task<AgentEvent> TakeAsync(AgentStep step, CancellationToken stopping)
    {
        var token = _lifecycle.Stopping ? _stopLimit.Token : stopping;
        try
        {
            await DoAsync(step, token);
            _failures = 0;
            return new AgentEvent(AgentSignal.Done, step);
        }
        catch (Exception exception) when (
            step == AgentStep.Register && exception is RegistryRefusedException or RegistryConflictException or AgentRunsAlreadyException)
        {
            // It would be refused again.
            _refusal = exception;
            return new AgentEvent(AgentSignal.Refused);
        }
        catch (Exception exception)
        {
            // Hooks may throw anything, and must not end the agent by it.
            return await FailedAsync(step, exception, token);
        }
    }

    private Task DoAsync(AgentStep step, CancellationToken token) => step switch
    {
        AgentStep.Initialize => WithinLimitAsync(agent.CallAsync(step, token)),
        AgentStep.Register => RegisterAsync(token),
        AgentStep.Activate => ActivateAsync(token),
        AgentStep.Deactivate => DeactivateAsync(token),
        AgentStep.FinishWork => FinishWorkAsync(),
        AgentStep.Leave => LeaveAsync(),
        AgentStep.Shutdown => ShutdownAsync(),
        _ => Task.CompletedTask,
    };

    /// <summary>A hook that does not heed its token must not keep the agent from leaving.</summary>
    private Task WithinLimitAsync(Task hook) => hook.WaitAsync(_stopLimit.Token);

    private async Task RegisterAsync(CancellationToken token)
    {
        _listening ??= changes.Listen(agent.Registration.AgentId, Heard, AskHowItStands);
        await changes.ReadyAsync(token).WaitAsync(options.LongestPause, time, token);
        await presence.RegisterAsync(token);
        await StandAsync(token);
        if (_beats.IsCompleted)
        {
            _beats = BeatAsync(_beating.Token);
        }
    }

    private async Task ActivateAsync(CancellationToken token)
    {
        // What the hook starts may begin at once; the registry routes to the agent when the next heartbeat says that it is there.
        agent.Work.Open();
        try
        {
            await WithinLimitAsync(agent.CallAsync(AgentStep.Activate, token));
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

        Learn(new AgentEvent(AgentSignal.Done, AgentStep.Activate));
        await TellHowItIsAsync(token);
    }

    private async Task DeactivateAsync(CancellationToken token)
    {
        agent.Work.Close();
        await WithinLimitAsync(agent.CallAsync(AgentStep.Deactivate, token));
        Learn(new AgentEvent(AgentSignal.Done, AgentStep.Deactivate));
        await TellHowItIsAsync(token);
    }

    private async Task FinishWorkAsync()
    {
        try
        {
            await agent.Work.FinishedAsync().WaitAsync(_stopLimit.Token);
        }
        catch (OperationCanceledException)
        {
            GivenUp(logger, agent.Registration.AgentId, agent.ActiveTasks, options.StopLimit);
            await _givenUp.CancelAsync();
        }
    }

    /// <summary>Whether the work was done in time or not, the registry should know; the client has a limit of its own.</summary>
    private async Task LeaveAsync()
    {
        await EndBeatsAsync();
        await presence.LeaveAsync(CancellationToken.None);
    }

    private async Task ShutdownAsync()
    {
        await EndBeatsAsync();
        using var limit = new CancellationTokenSource(options.StopLimit, time);
        await agent.CallAsync(AgentStep.Shutdown, limit.Token).WaitAsync(limit.Token);
    }

    private async Task<AgentEvent> FailedAsync(AgentStep step, Exception exception, CancellationToken token)
    {
        var failed = new AgentEvent(AgentSignal.Failed, step, $"{step} failed: {exception.Message}");
        if (token.IsCancellationRequested)
        {
            // It was told to stop, and did.
            return failed;
        }

        StepFailed(logger, agent.Registration.AgentId, step, exception);
        if (_lifecycle.Announced && step is AgentStep.Initialize or AgentStep.Activate or AgentStep.Deactivate)
        {
            await TryTellAsync(() => presence.FailAsync(_lifecycle.After(failed), token));
        }

        if (!_lifecycle.Stopping)
        {
            var pause = HeartbeatSchedule.UntilRetry(++_failures, options.FirstPause, options.LongestPause, Random.Shared.NextDouble());
            _retry?.Dispose();
            _retry = time.CreateTimer(_ => Tell(AgentSignal.Retry), null, pause, Timeout.InfiniteTimeSpan);
        }

        return failed;
    }

    private Task TellHowItIsAsync(CancellationToken token) =>
        _lifecycle.Announced ? TryTellAsync(() => presence.BeatAsync(token)) : Task.CompletedTask;

    /// <summary>What could not be told now, the next heartbeat tells.</summary>
    private async Task TryTellAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception exception) when (exception is AgentRegistryException or OperationCanceledException)
        {
            NotTold(logger, agent.Registration.AgentId, exception.Message);
        }
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        try
        {
            await presence.BeatUntilAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // The end of the beats.
        }
        catch (AgentRegistryException exception)
        {
            _refusal = exception;
            Tell(AgentSignal.Refused);
        }
    }

    private async Task EndBeatsAsync()
    {
        await _beating.CancelAsync();
        await _beats;
    }

    /// <summary>Asks the registry whether the agent may work.</summary>
    private async Task StandAsync(CancellationToken token)
    {
        // A worker that has not heard of it yet knows nothing better than what a new agent is.
        if (await registry.GetAgentAsync(agent.Registration.AgentId, token) is { } found)
        {
            Stand(found.Revision, found.Enabled && !found.Draining);
        }
    }

    private void AskHowItStands()
    {
        if (!_beats.IsCompleted)
        {
            _ = TryTellAsync(() => StandAsync(_stopLimit.Token));
        }
    }

    private void Heard(AgentChanged change)
    {
        if (change.Change != AgentChange.Deleted)
        {
            Stand(change.Revision, change.Enabled && !change.Draining);
        }
        else if (presence.Revision > 0 && change.Revision > presence.Revision)
        {
            Deleted(logger, change.AgentId);

            // At once: the next heartbeat would be told that it is not known, and register again.
            _beating.Cancel();
            Tell(AgentSignal.Deleted);
        }
    }

    private void Stand(long revision, bool isAllowed)
    {
        lock (_standing)
        {
            if (revision <= _seen)
            {
                return;
            }

            _seen = revision;
            Tell(isAllowed ? AgentSignal.Allowed : AgentSignal.Forbidden);
        }
    }

    [LoggerMessage(EventId = 7004, Level = LogLevel.Error, Message = "Agent {AgentId}: {Step} failed")]
    private static partial void StepFailed(ILogger logger, string agentId, AgentStep step, Exception exception);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Warning, Message = "Agent {AgentId} gives up {Count} pieces of work that were not done within {Limit}")]
    private static partial void GivenUp(ILogger logger, string agentId, int count, TimeSpan limit);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Information, Message = "Agent {AgentId} was deleted from the registry, and ends")]
    private static partial void Deleted(ILogger logger, string agentId);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Warning, Message = "How agent {AgentId} is could not be told: {Reason}")]
    private static partial void NotTold(ILogger logger, string agentId, string reason);
}
