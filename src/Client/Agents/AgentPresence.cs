using AgentRegistry.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>
/// What an agent reports to the registry about itself: registration, heartbeats, errors and its stop. One message at a time, each with a
/// later time than the one before, so that the registry can order them.
/// </summary>
internal sealed partial class AgentPresence(
    BaseAgent agent, AgentFactoryReference? factory, IAgentRegistryClient registry, AgentHostOptions options, TimeProvider time, ILogger logger)
    : IDisposable
{
    /// <summary>The event of a deletion may arrive this much later than the deletion: an agent that is not registered any more waits for it.</summary>
    private static readonly TimeSpan DeletionEventDelay = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _order = new(1);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow().ToMicroseconds();
    private readonly long _started = time.GetTimestamp();
    private DateTimeOffset _last;
    private int _intervalSeconds = Defaults.HeartbeatIntervalSeconds;
    private volatile AgentLifecycle _lifecycle = AgentLifecycle.New;

    /// <summary>The revision of its last registration.</summary>
    public long Revision { get; private set; }

    /// <summary>The state that later heartbeats report.</summary>
    public AgentLifecycle Lifecycle
    {
        set => _lifecycle = value;
    }

    private string AgentId => agent.Registration.AgentId;

    /// <summary>Registers the agent and sends a heartbeat, or the reason why it could not be initialized.</summary>
    /// <exception cref="AgentRegistryException">The registration failed.</exception>
    public Task RegisterAsync(CancellationToken cancellationToken) => InOrderAsync(
        async () =>
        {
            await SendRegistrationAsync(cancellationToken);

            // The registry keeps the reason of an error only where the status changes to error.
            await SendHeartbeatAsync(AgentStatus.Initializing, cancellationToken);
            if (_lifecycle.LastError is { } error)
            {
                await SendStatusAsync(AgentStatus.Error, error, cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Sends a heartbeat with the current status.</summary>
    public Task HeartbeatAsync(CancellationToken cancellationToken) =>
        InOrderAsync(() => SendHeartbeatAsync(HeartbeatSchedule.StatusOf(_lifecycle, agent.ActiveTasks), cancellationToken), cancellationToken);

    /// <summary>Reports an error with its reason; later heartbeats report the same status.</summary>
    public Task FailAsync(AgentLifecycle failed, CancellationToken cancellationToken) => InOrderAsync(
        () =>
        {
            _lifecycle = failed;
            return SendStatusAsync(AgentStatus.Error, failed.LastError ?? "", cancellationToken);
        },
        cancellationToken);

    /// <summary>Reports that the agent goes offline.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) =>
        InOrderAsync(() => SendStatusAsync(AgentStatus.Offline, "stopped", cancellationToken), cancellationToken);

    /// <summary>Sends heartbeats until it is cancelled. A failed one is retried sooner; an agent that is not registered any more registers again.</summary>
    /// <exception cref="AgentRegistryException">The agent is not registered any more, and the registry refuses its registration.</exception>
    public async Task SendHeartbeatsAsync(CancellationToken stop)
    {
        var failures = 0;
        while (true)
        {
            var pause = HeartbeatSchedule.UntilHeartbeat(_intervalSeconds, Random.Shared.NextDouble());
            if (failures > 0)
            {
                var retry = HeartbeatSchedule.UntilRetry(failures, options.InitialRetryDelay, options.MaxRetryDelay, Random.Shared.NextDouble());
                pause = retry < pause ? retry : pause;
            }

            await Task.Delay(pause, time, stop);
            failures = await TryHeartbeatAsync(stop) ? 0 : failures + 1;
        }
    }

    public void Dispose() => _order.Dispose();

    private async Task<bool> TryHeartbeatAsync(CancellationToken stop)
    {
        try
        {
            await HeartbeatAsync(stop);
            return true;
        }
        catch (RegistryNotFoundException)
        {
            NotRegistered(logger, AgentId);
            await Task.Delay(DeletionEventDelay, time, stop);
            return await RegisterAgainAsync(stop);
        }
        catch (AgentRegistryException exception)
        {
            HeartbeatFailed(logger, AgentId, exception.Message);
            return false;
        }
    }

    private async Task<bool> RegisterAgainAsync(CancellationToken stop)
    {
        try
        {
            await InOrderAsync(() => SendRegistrationAsync(stop), stop);
            await HeartbeatAsync(stop);
            return true;
        }
        catch (Exception exception) when (exception is RegistryUnavailableException or RegistryNotFoundException)
        {
            HeartbeatFailed(logger, AgentId, exception.Message);
            return false;
        }
    }

    private async Task SendRegistrationAsync(CancellationToken cancellationToken)
    {
        var registration = agent.Registration;
        var accepted = await registry.RegisterAsync(
            registration with
            {
                MessageId = Guid.CreateVersion7(),
                SentAt = Next(),
                StartedAt = _startedAt,
                Factory = registration.Factory ?? factory,
                Status = HeartbeatSchedule.StatusOf(_lifecycle, agent.ActiveTasks),
            },
            cancellationToken);
        _intervalSeconds = Math.Max(accepted.HeartbeatIntervalSeconds, 1);
        Revision = accepted.Revision;
        Registered(logger, accepted.AgentId, accepted.Outcome, accepted.Revision);
    }

    private async Task SendHeartbeatAsync(AgentStatus status, CancellationToken cancellationToken)
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

    private async Task SendStatusAsync(AgentStatus status, string reason, CancellationToken cancellationToken) => await registry.ChangeStatusAsync(
        new ChangeAgentStatus { SentAt = Next(), AgentIds = [AgentId], Status = status, Reason = HeartbeatSchedule.Reason(reason) }, cancellationToken);

    private async Task InOrderAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            await send();
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Increases even when the clock stands still or goes back a little.</summary>
    private DateTimeOffset Next()
    {
        var now = time.GetUtcNow().ToMicroseconds();
        return _last = now > _last ? now : _last.AddMicroseconds(1);
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Agent {AgentId} is registered: {Outcome}, revision {Revision}")]
    private static partial void Registered(ILogger logger, string agentId, AgentOutcome outcome, long revision);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "Agent {AgentId} is not registered any more; it registers again unless it was deleted")]
    private static partial void NotRegistered(ILogger logger, string agentId);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Warning, Message = "Heartbeat of agent {AgentId} failed; retrying: {Reason}")]
    private static partial void HeartbeatFailed(ILogger logger, string agentId, string reason);
}
