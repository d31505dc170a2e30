using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Routes;

/// <summary>What was decided about queries: who was chosen, and why.</summary>
public interface IRouteTable
{
    /// <summary>Keeps decisions; one that is kept already is passed over.</summary>
    Task AddAsync(IReadOnlyCollection<RouteDecision> decisions, CancellationToken cancellationToken);

    /// <summary>A decision of a workspace; null where it has none of that id.</summary>
    Task<RouteDecision?> FindAsync(string workspace, Guid routeId, CancellationToken cancellationToken);
}
