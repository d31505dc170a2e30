using System.Text.Json;

namespace AgentRegistry.Client;

/// <summary>Makes agents of one kind.</summary>
public interface IAgentFactory
{
    /// <summary>Makes an agent.</summary>
    /// <param name="parameters">A JSON object; empty when there are none.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="AgentFactoryParametersException">The parameters are not what it takes.</exception>
    Task<BaseAgent> CreateAsync(JsonElement parameters, CancellationToken cancellationToken);
}
