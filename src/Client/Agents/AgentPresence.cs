using AgentRegistry.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>
/// What an agent tells the registry of itself: that it is there, alive, failing, or leaves. One message at a time, each with a later time
/// than the one before, so that the registry has them in their order.
/// </summary>
internal sealed partial class AgentPresence(
    BaseAgent agent, AgentFactoryReference? madeBy, IAgentRegistryClient registry, AgentHostOptions options, TimeProvider time, ILogger logger)
    : IDisposable
{
    /// <summary>A deletion is told as an event a moment after it was done: so long one who is not known any more waits for it.</summary>
    private static readonly TimeSpan DeletionsAreHeardWithin = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow().ToMicroseconds();
    private readonly long _started = time.GetTimestamp();
    private DateTimeOffset _last;
    private int _intervalSeconds = Defaults.HeartbeatIntervalSeconds;
    private volatile AgentLifecycle _lifecycle = AgentLifecycle.New;

    /// <summary>The revision of its last registration.</summary>
    public long Revision { get; private set; }

    /// <summary>How far the agent is: what heartbeats say from now on.</summary>
    public AgentLifecycle Lifecycle
    {
        set => _lifecycle = value;
    }

    private string AgentId => agent.Registration.AgentId;

    /// <summary>Registers the agent and shows that it is alive; one that could not be initialized with the reason.</summary>
    /// <exception cref="AgentRegistryException">It is not registered.</exception>
    public Task RegisterAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await RegisterInTurnAsync(cancellationToken);

            // The registry keeps the reason of an error only for an agent that was well before.
            await BeatInTurnAsync(AgentStatus.Initializing, cancellationToken);
            if (_lifecycle.LastError is { } error)
            {
                await ChangeInTurnAsync(AgentStatus.Error, error, cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Says that the agent is alive, and how it is now.</summary>
    public Task BeatAsync(CancellationToken cancellationToken) =>
        InTurnAsync(() => BeatInTurnAsync(HeartbeatSchedule.StatusOf(_lifecycle, agent.ActiveTasks), cancellationToken), cancellationToken);

    /// <summary>Says that the agent fails, and why; no heartbeat after it says anything else.</summary>
    public Task FailAsync(AgentLifecycle failed, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            _lifecycle = failed;
            return ChangeInTurnAsync(AgentStatus.Error, failed.LastError ?? "", cancellationToken);
        },
        cancellationToken);

    /// <summary>Says that the agent leaves.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) =>
        InTurnAsync(() => ChangeInTurnAsync(AgentStatus.Offline, "stopped", cancellationToken), cancellationToken);

    /// <summary>Sends heartbeats until it is told to stop. One that fails is tried again sooner; an agent that is not known registers again.</summary>
    /// <exception cref="AgentRegistryException">It is not known any more, and is refused.</exception>
    public async Task BeatUntilAsync(CancellationToken stop)
    {
        var failures = 0;
        while (true)
        {
            var pause = HeartbeatSchedule.UntilBeat(_intervalSeconds, Random.Shared.NextDouble());
            if (failures > 0)
            {
                var retry = HeartbeatSchedule.UntilRetry(failures, options.FirstPause, options.LongestPause, Random.Shared.NextDouble());
                pause = retry < pause ? retry : pause;
            }

            await Task.Delay(pause, time, stop);
            failures = await BeatOnceAsync(stop) ? 0 : failures + 1;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> BeatOnceAsync(CancellationToken stop)
    {
        try
        {
            await BeatAsync(stop);
            return true;
        }
        catch (RegistryNotFoundException)
        {
            NotKnown(logger, AgentId);
            await Task.Delay(DeletionsAreHeardWithin, time, stop);
            return await RegisterAgainAsync(stop);
        }
        catch (AgentRegistryException exception)
        {
            NotHeard(logger, AgentId, exception.Message);
            return false;
        }
    }

    private async Task<bool> RegisterAgainAsync(CancellationToken stop)
    {
        try
        {
            await InTurnAsync(() => RegisterInTurnAsync(stop), stop);
            await BeatAsync(stop);
            return true;
        }
        catch (Exception exception) when (exception is RegistryUnavailableException or RegistryNotFoundException)
        {
            NotHeard(logger, AgentId, exception.Message);
            return false;
        }
    }

    private async Task RegisterInTurnAsync(CancellationToken cancellationToken)
    {
        var registration = agent.Registration;
        var accepted = await registry.RegisterAsync(
            registration with
            {
                MessageId = Guid.CreateVersion7(),
                SentAt = Next(),
                StartedAt = _startedAt,
                Factory = registration.Factory ?? madeBy,
                Status = HeartbeatSchedule.StatusOf(_lifecycle, agent.ActiveTasks),
            },
            cancellationToken);
        _intervalSeconds = Math.Max(accepted.HeartbeatIntervalSeconds, 1);
        Revision = accepted.Revision;
        Registered(logger, accepted.AgentId, accepted.Outcome, accepted.Revision);
    }

    private async Task BeatInTurnAsync(AgentStatus status, CancellationToken cancellationToken)
    {
        var accepted = await registry.HeartbeatAsync(
            new Heartbeat
            {
                AgentId = AgentId,
                SentAt = Next(),
                StartedAt = _startedAt,
                Status = status,
                ActiveTasks = agent.ActiveTasks,
                UptimeSeconds = time.GetElapsedTime(_started).TotalSeconds,
            },
            cancellationToken);
        _intervalSeconds = Math.Max(accepted.HeartbeatIntervalSeconds, 1);
    }

    private async Task ChangeInTurnAsync(AgentStatus status, string reason, CancellationToken cancellationToken) => await registry.ChangeStatusAsync(
        new ChangeAgentStatus { SentAt = Next(), AgentIds = [AgentId], Status = status, Reason = HeartbeatSchedule.Reason(reason) }, cancellationToken);

    private async Task InTurnAsync(Func<Task> tell, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await tell();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A clock that stands, or goes back a little, must not make a newer word the older one.</summary>
    private DateTimeOffset Next()
    {
        var now = time.GetUtcNow().ToMicroseconds();
        return _last = now > _last ? now : _last.AddMicroseconds(1);
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Agent {AgentId} is registered: {Outcome}, revision {Revision}")]
    private static partial void Registered(ILogger logger, string agentId, AgentOutcome outcome, long revision);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "The registry does not know agent {AgentId} any more; it registers again unless it was deleted")]
    private static partial void NotKnown(ILogger logger, string agentId);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Warning, Message = "The registry did not hear agent {AgentId}; trying again: {Reason}")]
    private static partial void NotHeard(ILogger logger, string agentId, string reason);
}
