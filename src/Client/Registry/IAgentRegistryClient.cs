using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>
/// The registry over the bus. Each call waits for its response, for at most <see cref="AgentRegistryClientOptions.ResponseTimeout"/>; a
/// command with a response is committed. Thread-safe.
/// </summary>
/// <remarks>
/// The client sets the id and time of a message (<c>MessageId</c>, <c>ActivityId</c>, <c>SentAt</c>, <c>OccurredAt</c>) that has none. Set
/// them yourself to repeat a message after a <see cref="RegistryUnavailableException"/> with one effect at most.
/// <para>Every call throws <see cref="RegistryRefusedException"/> for an invalid message, <see cref="RegistryNotFoundException"/>,
/// <see cref="RegistryConflictException"/>, <see cref="RegistryUnavailableException"/> when there is no response in time, and
/// <see cref="OperationCanceledException"/> when it is cancelled.</para>
/// </remarks>
public interface IAgentRegistryClient
{
    /// <summary>Registers an agent, or replaces its registration: a field that is left out is removed.</summary>
    /// <param name="registration">The whole registration.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryConflictException">The id belongs to another workspace.</exception>
    Task<AgentAccepted> RegisterAsync(RegisterAgent registration, CancellationToken cancellationToken = default);

    /// <summary>Renews an agent's lease and reports its status.</summary>
    /// <param name="heartbeat">The agent and its status.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryNotFoundException">The agent is not registered: register it again.</exception>
    Task<HeartbeatAccepted> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken = default);

    /// <summary>Logs an activity of an agent.</summary>
    /// <param name="activity">The activity and its result.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ActivityAccepted> LogActivityAsync(ActivityLogged activity, CancellationToken cancellationToken = default);

    /// <summary>Changes status, enabled or draining of agents; each has its own outcome. <c>Status = Offline</c> is a graceful stop.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AgentsAccepted> ChangeStatusAsync(ChangeAgentStatus change, CancellationToken cancellationToken = default);

    /// <summary>Deletes an agent from the registry. Succeeds where there is no such agent.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task DeregisterAsync(string agentId, CancellationToken cancellationToken = default);

    /// <summary>Finds the agents for a query, best first. The decision has no candidates when none fits.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellationToken = default);

    /// <summary>Searches for agents by capability.</summary>
    /// <param name="search">The query and its filters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<CapabilityMatches> SearchAsync(SearchCapabilities search, CancellationToken cancellationToken = default);

    /// <summary>An agent with its metrics and its last 50 activities.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null when there is no such agent.</returns>
    Task<AgentDetails?> GetAgentAsync(string agentId, CancellationToken cancellationToken = default);

    /// <summary>Sends any other command or query of the contracts and waits for its response. The caller sets its id and time.</summary>
    /// <typeparam name="TMessage">The command or query.</typeparam>
    /// <typeparam name="TResponse">The response that means success.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TResponse> RequestAsync<TMessage, TResponse>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class
        where TResponse : class;

    /// <summary>
    /// Publishes any command without waiting for its result: returns when the broker has stored it in a queue. An invalid one goes to the
    /// registry's error queue. The caller sets its id and time.
    /// </summary>
    /// <typeparam name="TMessage">The command.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken = default)
        where TMessage : class;
}

/// <summary>The connection to the registry.</summary>
public sealed class AgentRegistryClientOptions
{
    /// <summary>
    /// The broker, such as <c>amqp://user:password@host:5672/vhost</c>: the client opens its own connection. Null, the default:
    /// it uses the process's bus (<c>AddMassTransit</c>), as with an embedded registry.
    /// </summary>
    public Uri? RabbitMq { get; set; }

    /// <summary>How long a call waits for its response; 0.1 s to 10 minutes. Default: 10 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The first option that is out of bounds; null when none is.</summary>
    internal string? Fault() =>
        RabbitMq is { } broker && (!broker.IsAbsoluteUri || broker.Scheme is not ("amqp" or "amqps" or "rabbitmq" or "rabbitmqs"))
            ? $"{nameof(RabbitMq)} must be an address such as amqp://user:password@host:5672/vhost"
        : ResponseTimeout < TimeSpan.FromMilliseconds(100) || ResponseTimeout > TimeSpan.FromMinutes(10)
            ? $"{nameof(ResponseTimeout)} is {ResponseTimeout}; it must be 0.1 s to 10 minutes"
        : null;
}
