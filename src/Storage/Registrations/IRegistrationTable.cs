using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Registrations;

/// <summary>A version of a registration as it is stored.</summary>
public sealed record StoredVersion(string AgentId, string Workspace, RegistrationVersion Version, RegisterAgent Registration);

/// <summary>The versions of registrations, within a transaction that holds the locks of their agents.</summary>
public interface IRegistrationTable
{
    /// <summary>Adds versions, and takes those that are then older than the newest so many of their agent.</summary>
    Task AppendAsync(IReadOnlyCollection<StoredVersion> versions, int kept, CancellationToken cancellationToken);

    /// <summary>Takes every version of agents.</summary>
    Task ForgetAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken);
}
