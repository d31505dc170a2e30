using AgentRegistry.Contracts;
using AgentRegistry.Storage.Instances;

namespace AgentRegistry.Storage.Queries;

/// <summary>Answers valid queries on instances, for the bus and for HTTP: with the response's contract or with <see cref="InstanceNotFound"/>.</summary>
public sealed class InstanceQueries(IRegistryStore store)
{
    public async Task<object> GetAsync(GetInstance query, CancellationToken cancellationToken) =>
        (object?)await store.Instances.FindAsync(new InstanceKey(query.Workspace, query.InstanceId), cancellationToken)
        ?? new InstanceNotFound { Workspace = query.Workspace, InstanceId = query.InstanceId };

    public async Task<object> ListAsync(ListInstances query, CancellationToken cancellationToken) => await store.Instances.ListAsync(query, cancellationToken);
}
