using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Routing;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>The queries on agents: who there is, who can do something, who should take a query on, and why.</summary>
internal static class DiscoveryHandlers
{
    public static void Add(IBusRegistrationConfigurator bus)
    {
        bus.AddQuery<GetAgent, AgentQueries>((agents, query, cancellation) => agents.GetAsync(query, cancellation));
        bus.AddQuery<ListAgents, AgentQueries>((agents, query, cancellation) => agents.ListAsync(query, cancellation));
        bus.AddQuery<GetAgentHealth, AgentQueries>((agents, query, cancellation) => agents.GetHealthAsync(query, cancellation));
        bus.AddQuery<GetStatistics, AgentQueries>((agents, query, cancellation) => agents.GetStatisticsAsync(query, cancellation));
        bus.AddQuery<GetRoute, AgentQueries>((agents, query, cancellation) => agents.GetRouteAsync(query, cancellation));
        bus.AddQuery<SearchCapabilities, AgentQueries>((agents, query, cancellation) =>
        {
            DiscoveryMetrics.Requested();
            return agents.SearchAsync(query, cancellation);
        });
        bus.AddQuery<RouteQuery, AgentQueries>((agents, query, cancellation) =>
        {
            DiscoveryMetrics.Requested();
            return agents.RouteAsync(query, cancellation);
        });
    }
}
