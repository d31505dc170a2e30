using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.Routing;

/// <summary>
/// Answers valid queries on agents, for the bus and for HTTP: with the response's contract, or with <see cref="AgentNotFound"/> or
/// <see cref="RouteNotFound"/>.
/// </summary>
public sealed class AgentQueries(
    AgentDirectory directory, AgentRouting routing, RouteLog routes, IRegistryStore store, IPresence presence, TimeProvider time)
{
    public Task<object> ListAsync(ListAgents query, CancellationToken cancellationToken) => Task.FromResult<object>(directory.List(query));

    public Task<object> SearchAsync(SearchCapabilities query, CancellationToken cancellationToken) => Task.FromResult<object>(directory.Search(query));

    public async Task<object> RouteAsync(RouteQuery query, CancellationToken cancellationToken) => await routing.DecideAsync(query, cancellationToken);

    public async Task<object> GetRouteAsync(GetRoute query, CancellationToken cancellationToken) =>
        (object?)await routes.FindAsync(query.Workspace, query.RouteId, cancellationToken)
        ?? new RouteNotFound { RouteId = query.RouteId, Workspace = query.Workspace };

    public Task<object> GetAsync(GetAgent query, CancellationToken cancellationToken) => GetAsync(query, partial: null, cancellationToken);

    public async Task<object> GetAsync(GetAgent query, IPartialResponse? partial, CancellationToken cancellationToken)
    {
        if (directory.Find(query.AgentId, query.Workspace) is not { } agent)
        {
            return new AgentNotFound { AgentId = query.AgentId };
        }

        // Both stores are read at once.
        var reading = WithHeartbeatAsync(agent, cancellationToken);
        var summary = partial is null
            ? await store.Activities.RecapAsync(agent.Id, query.HistoryLimit, cancellationToken)
            : await partial.SummaryAsync(query, cancellationToken);
        return new AgentDetails(await (partial?.OrElseAsync(reading, agent, ResponsePart.Presence) ?? reading))
        {
            ExecutionHistory = summary.History,
            SuccessRate = summary.Metrics.SuccessRate,
            AvgDurationMs = summary.Metrics.AvgDurationMs,
            Metrics = summary.Metrics,
        };
    }

    public Task<object> GetHealthAsync(GetAgentHealth query, CancellationToken cancellationToken) => GetHealthAsync(query, partial: null, cancellationToken);

    public async Task<object> GetHealthAsync(GetAgentHealth query, IPartialResponse? partial, CancellationToken cancellationToken)
    {
        if (directory.Find(query.AgentId ?? "", query.Workspace) is not { } agent)
        {
            return new AgentNotFound { AgentId = query.AgentId ?? "" };
        }

        var reading = HealthAsync(agent, cancellationToken);

        // Without presence nothing is known of the lease.
        var unknown = agent.ToHealthReport(beat: null) with { LeaseExpiresAt = null };
        return await (partial?.OrElseAsync(reading, unknown, ResponsePart.Presence) ?? reading);
    }

    public Task<object> GetStatisticsAsync(GetStatistics query, CancellationToken cancellationToken) =>
        GetStatisticsAsync(query, partial: null, cancellationToken);

    public async Task<object> GetStatisticsAsync(GetStatistics query, IPartialResponse? partial, CancellationToken cancellationToken)
    {
        var agents = directory.Count(query.Workspace);
        var reading = WithActivitiesAsync(agents, cancellationToken);
        return await (partial?.OrElseAsync(reading, agents, ResponsePart.Activities) ?? reading);
    }

    private async Task<Agent> WithHeartbeatAsync(Agent agent, CancellationToken cancellationToken) =>
        agent.With((await presence.ReadAsync([agent.Id], cancellationToken)).GetValueOrDefault(agent.Id));

    private async Task<AgentHealthReport> HealthAsync(Agent agent, CancellationToken cancellationToken) =>
        agent.ToHealthReport((await presence.ReadAsync([agent.Id], cancellationToken)).GetValueOrDefault(agent.Id));

    private async Task<RegistryStatistics> WithActivitiesAsync(RegistryStatistics agents, CancellationToken cancellationToken)
    {
        var counts = await store.Activities.CountAsync(time.GetUtcNow(), cancellationToken);
        return agents with
        {
            TotalActivities = counts.Total,
            ActivitiesLastMinute = counts.LastMinute,
            AgentChangesLastMinute = counts.AgentChangesLastMinute,
            Notices = await store.Notices.ReadAsync(cancellationToken),
        };
    }
}

/// <summary>A requester that prefers a response without some part to none, when the part's source is unavailable or slow. Without it the query fails.</summary>
public interface IPartialResponse
{
    /// <summary>The value, or what stands for it while its source is unavailable. One call at a time.</summary>
    Task<T> OrElseAsync<T>(Task<T> read, T otherwise, string part);

    /// <summary>An agent's activities and metrics, from wherever they are available.</summary>
    Task<ActivitySummary> SummaryAsync(GetAgent query, CancellationToken cancellationToken);
}

/// <summary>The parts that a response may lack.</summary>
public static class ResponsePart
{
    public const string Presence = "presence";
    public const string Activities = "activities";
}
