using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.Client.Tests.Registry;

/// <summary>A registry that runs, and how a process reaches it.</summary>
public interface ITestRegistry
{
    /// <summary>A client beside any agent.</summary>
    IAgentRegistryClient Client { get; }

    /// <summary>Adds the client to a process.</summary>
    void AddClient(IServiceCollection services);
}
