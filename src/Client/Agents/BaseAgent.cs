using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>
/// An agent of this process. Its host (<c>AddAgent</c>) calls the hooks one at a time, in this order:
/// <see cref="InitializeAsync"/>, then <see cref="ActivateAsync"/> and <see cref="DeactivateAsync"/> in turn, as often as the registry lets it
/// work or not, and last <see cref="ShutdownAsync"/>, once. A hook that throws is told to the registry as status <c>error</c> with the reason,
/// and tried again after a pause.
/// </summary>
public abstract class BaseAgent
{
    private AgentContext? _surroundings;

    /// <summary>
    /// What it registers as: read after <see cref="InitializeAsync"/>, and each time it registers. Its id is there from the beginning, and
    /// does not change.
    /// <c>MessageId</c>, <c>SentAt</c> and <c>StartedAt</c> are the host's; and <c>Factory</c>, where it made the agent by one and this names none.
    /// </summary>
    public abstract RegisterAgent Registration { get; }

    /// <summary>How many pieces of work are under way.</summary>
    public int ActiveTasks => Work.Running;

    /// <summary>True while it takes work: from when <see cref="ActivateAsync"/> is called, unless it throws, to when <see cref="DeactivateAsync"/> is.</summary>
    public bool IsActive => Work.IsOpen;

    /// <summary>To speak with the registry. From <see cref="InitializeAsync"/> on.</summary>
    protected IAgentRegistryClient Registry => EvictionContext.Registry;

    internal AgentWork Work { get; } = new();

    private AgentContext EvictionContext =>
        _surroundings ?? throw new InvalidOperationException("The agent is not run by a host: add it with AddAgent().");

    /// <summary>
    /// Opens what it needs. Called first, and again after a pause when it throws; the agent is registered after it.
    /// </summary>
    /// <param name="cancellationToken">The host stops.</param>
    protected virtual Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins to take work. Called when it is registered and the registry lets it work.</summary>
    /// <param name="cancellationToken">The host stops.</param>
    protected virtual Task ActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Takes no more work: it was disabled or is draining, or the host stops. New work is refused already; what is under way goes on.
    /// </summary>
    /// <param name="cancellationToken">The time to stop in is over.</param>
    protected virtual Task DeactivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Closes what it opened. Called last and once, whenever <see cref="InitializeAsync"/> was called, even if that threw. Afterwards the
    /// host disposes the agent, where it can be disposed.
    /// </summary>
    /// <param name="cancellationToken">The time to stop in is over.</param>
    protected virtual Task ShutdownAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Does a piece of work: it counts in the heartbeats, is waited for when the agent stops, and is logged with the registry as an
    /// activity, with its output where that is text, or its error. Its result does not wait for the log, which is dropped, with a warning,
    /// when the registry does not answer.
    /// </summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="taskId">Which task, 1–256 characters.</param>
    /// <param name="work">Does it. Its token is cancelled when its caller gives up, or the time to stop in is over.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="AgentNotActiveException">The agent takes no work now.</exception>
    protected async Task<T> WorkAsync<T>(string taskId, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var surroundings = EvictionContext;
        if (!Work.TryBegin())
        {
            throw new AgentNotActiveException(Registration.AgentId);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, surroundings.GivenUp);
        var record = surroundings.Activities.Begin(Registration.AgentId, taskId);
        try
        {
            var result = await work(either.Token);
            record = record.Succeeded(result as string);
            return result;
        }
        catch (Exception exception)
        {
            record = record.Failed(exception);
            throw;
        }
        finally
        {
            Work.EndAfter(surroundings.Activities.LogAsync(record));
        }
    }

    /// <summary>Calls a hook: authors override what is protected, and only the host calls it.</summary>
    internal Task CallAsync(AgentStep hook, CancellationToken cancellationToken) => hook switch
    {
        AgentStep.Initialize => InitializeAsync(cancellationToken),
        AgentStep.Activate => ActivateAsync(cancellationToken),
        AgentStep.Deactivate => DeactivateAsync(cancellationToken),
        AgentStep.Shutdown => ShutdownAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    internal void RunBy(AgentContext surroundings) => _surroundings = surroundings;
}

/// <summary>The agent takes no work now: it is not active yet, disabled, draining, or stops.</summary>
public sealed class AgentNotActiveException : Exception
{
    internal AgentNotActiveException(string agentId)
        : base($"The agent {agentId} takes no work now")
    {
    }
}

/// <summary>What a host gives to the agent that it runs.</summary>
/// <param name="Registry">To speak with the registry.</param>
/// <param name="Activities">Logs what it did.</param>
/// <param name="GivenUp">Cancelled when its work is not waited for any longer.</param>
internal sealed record AgentContext(IAgentRegistryClient Registry, AgentActivities Activities, CancellationToken GivenUp);
