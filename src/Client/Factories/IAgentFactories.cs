using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>
/// The named factories of this process (<c>AddAgentFactory</c>). A name that comes over the wire is looked up here and nowhere else: no type,
/// assembly or file is ever loaded by it.
/// </summary>
public interface IAgentFactories
{
    /// <summary>The names of all factories, sorted.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Makes an agent. A factory is resolved at its first use and kept; every call makes a new agent.</summary>
    /// <param name="reference">Which factory, and what it is called with.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="UnknownAgentFactoryException">There is no factory of this name; those that there are, are named.</exception>
    /// <exception cref="AgentFactoryParametersException">The parameters are not what the factory takes; every fault is named.</exception>
    /// <exception cref="AgentFactoryFailedException">The factory threw, or made nothing.</exception>
    Task<BaseAgent> CreateAsync(AgentFactoryReference reference, CancellationToken cancellationToken = default);
}
