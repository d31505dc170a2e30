using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.Storage;

namespace AgentRegistry.QueryApi.Versions;

/// <summary>What is said of a version that is not there.</summary>
internal static class MissingVersion
{
    public static async Task<Problem> NoVersionAsync(this IRegistryStore store, string? workspace, string agentId, int? version, CancellationToken cancellationToken) =>
        version is { } missing && await store.Registrations.FindAsync(workspace, agentId, null, cancellationToken) is not null
            ? Problem.Of(new RegistrationVersionNotFound { AgentId = agentId, Version = missing })
            : Problem.AgentNotFound(agentId);
}
