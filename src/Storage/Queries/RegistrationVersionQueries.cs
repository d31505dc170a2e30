using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Registrations;

namespace AgentRegistry.Storage.Queries;

/// <summary>
/// Answers valid queries on the versions of registrations, for the bus and for HTTP: with the response's contract, with
/// <see cref="AgentNotFound"/> or with <see cref="RegistrationVersionNotFound"/>.
/// </summary>
public sealed class RegistrationVersionQueries(IRegistryStore store)
{
    /// <summary>Field names as on the bus: the paths of a patch follow the spelling of the side that asks.</summary>
    private static readonly JsonSerializerOptions BusJson = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task<object> GetAsync(GetRegistrationVersion query, CancellationToken cancellationToken) =>
        (object?)await store.Registrations.FindAsync(query.Workspace, query.AgentId, query.Version, cancellationToken)
        ?? await NotFoundAsync(query.Workspace, query.AgentId, query.Version, cancellationToken);

    public async Task<object> ListAsync(ListRegistrationVersions query, CancellationToken cancellationToken) =>
        (object?)await store.Registrations.ListAsync(query.Workspace, query.AgentId, query.Before, query.Limit, cancellationToken)
        ?? new AgentNotFound { AgentId = query.AgentId };

    /// <summary>The difference with the field names of the bus.</summary>
    public Task<object> DiffAsync(DiffRegistrationVersions query, CancellationToken cancellationToken) => DiffAsync(query, BusJson, cancellationToken);

    /// <summary>The difference with the field names that the options give.</summary>
    public async Task<object> DiffAsync(DiffRegistrationVersions query, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var (diff, missing) = await store.Registrations.DiffAsync(query, json, cancellationToken);
        return (object?)diff ?? await NotFoundAsync(query.Workspace, query.AgentId, missing, cancellationToken);
    }

    /// <summary>Which of the two does not exist: the version or the agent.</summary>
    public async Task<object> NotFoundAsync(string? workspace, string agentId, int? version, CancellationToken cancellationToken) =>
        version is { } missing && await store.Registrations.FindAsync(workspace, agentId, null, cancellationToken) is not null
            ? new RegistrationVersionNotFound { AgentId = agentId, Version = missing }
            : new AgentNotFound { AgentId = agentId };
}
