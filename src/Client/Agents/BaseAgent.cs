using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>
/// An agent of this process. Its host (<c>AddAgent</c>) calls the hooks one at a time, in this order:
/// <see cref="InitializeAsync"/>, then <see cref="ActivateAsync"/> and <see cref="DeactivateAsync"/> alternately, as the registry allows it to
/// work or not, and finally <see cref="ShutdownAsync"/>, once. A hook that throws sets the status <c>error</c> with the reason and is retried
/// after a pause.
/// </summary>
public abstract class BaseAgent
{
    private AgentContext? _context;

    /// <summary>
    /// The registration, read after <see cref="InitializeAsync"/> and each time the agent registers. The id is set from the beginning and does
    /// not change. The host sets <c>MessageId</c>, <c>SentAt</c> and <c>StartedAt</c>, and <c>Factory</c> where it created the agent by a factory and
    /// this names none.
    /// </summary>
    public abstract RegisterAgent Registration { get; }

    /// <summary>How many tasks are active.</summary>
    public int ActiveTasks => Work.Running;

    /// <summary>True while it accepts work: from the call of <see cref="ActivateAsync"/>, unless that throws, to the call of <see cref="DeactivateAsync"/>.</summary>
    public bool IsActive => Work.IsOpen;

    /// <summary>The client of the registry. Available from <see cref="InitializeAsync"/> on.</summary>
    protected IAgentRegistryClient Registry => Context.Registry;

    internal AgentWork Work { get; } = new();

    private AgentContext Context =>
        _context ?? throw new InvalidOperationException("The agent has no host: add it with AddAgent().");

    /// <summary>
    /// Acquires resources. Called first, and again after a pause when it throws; the agent registers afterwards.
    /// </summary>
    /// <param name="cancellationToken">The host stops.</param>
    protected virtual Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts to accept work. Called when the agent is registered and allowed to work.</summary>
    /// <param name="cancellationToken">The host stops.</param>
    protected virtual Task ActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Stops accepting work: the agent is disabled or draining, or the host stops. New work is refused already; active work continues.
    /// </summary>
    /// <param name="cancellationToken">The stop timeout has passed.</param>
    protected virtual Task DeactivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Releases resources. Called last and once, if <see cref="InitializeAsync"/> was called, even if that threw. Afterwards the host disposes
    /// the agent if it is disposable.
    /// </summary>
    /// <param name="cancellationToken">The stop timeout has passed.</param>
    protected virtual Task ShutdownAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Runs a task: it counts as active in heartbeats, is waited for when the agent stops, and is logged as an activity with its output (where
    /// that is a string) or its error. The result does not wait for the log, which is dropped with a warning when the registry does not
    /// respond.
    /// </summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="taskId">The id of the task, 1–256 characters.</param>
    /// <param name="work">The task. Its token is cancelled by the caller or when the stop timeout has passed.</param>
    /// <param name="cancellationToken">Cancels the task.</param>
    /// <exception cref="AgentNotActiveException">The agent accepts no work now.</exception>
    protected async Task<T> WorkAsync<T>(string taskId, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var context = Context;
        if (!Work.TryBegin())
        {
            throw new AgentNotActiveException(Registration.AgentId);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.WorkCancelled);
        var record = context.Activities.Begin(Registration.AgentId, taskId);
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
            Work.EndAfter(context.Activities.LogAsync(record));
        }
    }

    /// <summary>Calls a hook. Hooks are protected: only the host calls them.</summary>
    internal Task CallAsync(AgentStep hook, CancellationToken cancellationToken) => hook switch
    {
        AgentStep.Initialize => InitializeAsync(cancellationToken),
        AgentStep.Activate => ActivateAsync(cancellationToken),
        AgentStep.Deactivate => DeactivateAsync(cancellationToken),
        AgentStep.Shutdown => ShutdownAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    internal void AttachTo(AgentContext context) => _context = context;
}

/// <summary>The agent accepts no work now: it is not active yet, disabled, draining or stopping.</summary>
public sealed class AgentNotActiveException : Exception
{
    internal AgentNotActiveException(string agentId)
        : base($"Agent '{agentId}' accepts no work now")
    {
    }
}

/// <summary>What a host provides to its agent.</summary>
/// <param name="Registry">The client of the registry.</param>
/// <param name="Activities">Logs its activities.</param>
/// <param name="WorkCancelled">Cancelled when its work is no longer waited for.</param>
internal sealed record AgentContext(IAgentRegistryClient Registry, AgentActivities Activities, CancellationToken WorkCancelled);
