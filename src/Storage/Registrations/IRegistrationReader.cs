using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Registrations;

/// <summary>The versions of registrations, outside of a transaction. Null where the workspace, or where none is given the registry, has no such agent, or that no such version.</summary>
public interface IRegistrationReader
{
    /// <summary>A version, whole; the current one where none is given.</summary>
    Task<RegistrationDetails?> FindAsync(string? workspace, string agentId, int? version, CancellationToken cancellationToken);

    /// <summary>Versions before one, the newest first.</summary>
    Task<RegistrationVersionPage?> ListAsync(string? workspace, string agentId, int? before, int limit, CancellationToken cancellationToken);
}
