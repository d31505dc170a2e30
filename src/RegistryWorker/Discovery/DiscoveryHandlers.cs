using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Routing;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>The queries on agents: who there is, who can do something, who should take a query on, and why.</summary>
internal static class DiscoveryHandlers
{
    public static void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddQuery<GetAgent, AgentQueries>((agents, query, token) => agents.GetAsync(query, token));
        bus.AddQuery<ListAgents, AgentQueries>((agents, query, token) => agents.ListAsync(query, token));
        bus.AddQuery<GetAgentHealth, AgentQueries>((agents, query, token) => agents.GetHealthAsync(query, token));
        bus.AddQuery<GetStatistics, AgentQueries>((agents, query, token) => agents.GetStatisticsAsync(query, token));
        bus.AddQuery<GetRoute, AgentQueries>((agents, query, token) => agents.GetRouteAsync(query, token));
        bus.AddQuery<SearchCapabilities, AgentQueries>((agents, query, token) =>
        {
            DiscoveryMetrics.Requested();
            return agents.SearchAsync(query, token);
        });
        bus.AddQuery<RouteQuery, AgentQueries>((agents, query, token) =>
        {
            DiscoveryMetrics.Requested();
            return agents.RouteAsync(query, token);
        });
    }
}
