using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>
/// Speaks with the registry over the bus. Each call waits until the registry has answered, at most
/// <see cref="AgentRegistryClientOptions.AnswerLimit"/>; a command that was answered is committed. Safe to use from many threads at once.
/// </summary>
/// <remarks>
/// Where a message leaves out its id or its time (<c>MessageId</c>, <c>ActivityId</c>, <c>SentAt</c>, <c>OccurredAt</c>) the client puts
/// them in. Who wants to send a message again after a <see cref="RegistryUnavailableException"/>, so that it has one effect at most, sets them.
/// <para>Every call throws <see cref="RegistryRefusedException"/> for a message that breaks rules, <see cref="RegistryNotFoundException"/>,
/// <see cref="RegistryConflictException"/>, <see cref="RegistryUnavailableException"/> when there is no answer in time, and
/// <see cref="OperationCanceledException"/> when its caller gives up.</para>
/// </remarks>
public interface IAgentRegistryClient
{
    /// <summary>Registers an agent, or brings its registration up to date. What is left out is gone.</summary>
    /// <param name="registration">The whole registration.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="RegistryConflictException">The id belongs to another workspace.</exception>
    Task<AgentAccepted> RegisterAsync(RegisterAgent registration, CancellationToken cancellationToken = default);

    /// <summary>Says that an agent is alive.</summary>
    /// <param name="heartbeat">Whose, and how it is.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="RegistryNotFoundException">The agent is not registered: register it again.</exception>
    Task<HeartbeatAccepted> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken = default);

    /// <summary>Says what an agent did.</summary>
    /// <param name="activity">What, and how it went.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task<ActivityAccepted> LogActivityAsync(ActivityLogged activity, CancellationToken cancellationToken = default);

    /// <summary>Changes status, enabled or draining of agents; each has its own outcome. <c>Status = Offline</c> is the graceful leave.</summary>
    /// <param name="change">What changes.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task<AgentsAccepted> ChangeStatusAsync(ChangeAgentStatus change, CancellationToken cancellationToken = default);

    /// <summary>Removes an agent from the registry. One that is not there is as good as removed.</summary>
    /// <param name="agentId">Which.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task DeregisterAsync(string agentId, CancellationToken cancellationToken = default);

    /// <summary>Asks which agents should take something on, best first. That none fits is an answer.</summary>
    /// <param name="query">What is to be done.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellationToken = default);

    /// <summary>Asks who can do something.</summary>
    /// <param name="search">What.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task<CapabilityMatches> SearchAsync(SearchCapabilities search, CancellationToken cancellationToken = default);

    /// <summary>An agent with its metrics and its last 50 activities.</summary>
    /// <param name="agentId">Which.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <returns>Null when there is no such agent.</returns>
    Task<AgentDetails?> GetAgentAsync(string agentId, CancellationToken cancellationToken = default);

    /// <summary>Sends any other command or request of the contracts and waits for its answer. Its id and time are the caller's to set.</summary>
    /// <typeparam name="TMessage">The command or request.</typeparam>
    /// <typeparam name="TAnswer">The answer that means success.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task<TAnswer> AskAsync<TMessage, TAnswer>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class
        where TAnswer : class;

    /// <summary>
    /// Publishes any command without waiting for what becomes of it: returns when the broker has it in a queue. A faulty one ends in the
    /// registry's error queue. Its id and time are the caller's to set.
    /// </summary>
    /// <typeparam name="TMessage">The command.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class;
}
