using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>The registry did not do what it was asked for. Which of the kinds below says why.</summary>
public abstract class AgentRegistryException : Exception
{
    private protected AgentRegistryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The message breaks rules, all of which are named. Sending it again is of no use.</summary>
public sealed class RegistryRefusedException : AgentRegistryException
{
    internal RegistryRefusedException(string message, RequestRejected answer)
        : base(message) => Faults = answer.Faults;

    /// <summary>Every rule that is broken.</summary>
    public IReadOnlyList<Fault> Faults { get; }
}

/// <summary>There is no such agent, session, context or version, or the agent is not registered (any more).</summary>
public sealed class RegistryNotFoundException : AgentRegistryException
{
    internal RegistryNotFoundException(string message, object answer)
        : base(message) => Answer = answer;

    /// <summary>What the registry said: <see cref="AgentNotFound"/>, <see cref="AgentNotRegistered"/>, <see cref="SessionNotFound"/>, …</summary>
    public object Answer { get; }
}

/// <summary>It is not (any more) as the caller thought: somebody else has changed it, or it does not take this.</summary>
public sealed class RegistryConflictException : AgentRegistryException
{
    internal RegistryConflictException(string message, object answer)
        : base(message) => Answer = answer;

    /// <summary>What the registry said: <see cref="RevisionConflict"/>, <see cref="RegistrationConflict"/>, <see cref="ContextConflict"/>, …</summary>
    public object Answer { get; }
}

/// <summary>
/// There was no answer in time, or none could be: the broker, the worker or its store is away. A command may have been carried out all the
/// same; sent again with the same id and time it has no second effect.
/// </summary>
public sealed class RegistryUnavailableException : AgentRegistryException
{
    internal RegistryUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
