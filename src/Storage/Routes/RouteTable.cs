using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Routes;

internal sealed class RouteTable(ModelSource model) : IRouteTable
{
    public Task AddAsync(IReadOnlyCollection<RouteDecision> decisions, CancellationToken cancellationToken) => model.WriteAsync(
        async context =>
        {
            // Those that are there already are few: a commit that was not answered. Should another process add one now, pk_route refuses, and the next try finds it.
            var ids = decisions.Select(decision => decision.RouteId).ToList();
            var known = await context.Routes.Where(row => ids.Contains(row.RouteId)).Select(row => new { row.Workspace, row.RouteId }).ToListAsync(cancellationToken);
            context.AddRange(decisions
                .DistinctBy(decision => new { decision.Workspace, decision.RouteId })
                .ExceptBy(known, decision => new { decision.Workspace, decision.RouteId })
                .Select(decision => new RouteRow
                {
                    Workspace = decision.Workspace,
                    RouteId = decision.RouteId,
                    DecidedAt = decision.DecidedAt,
                    Decision = JsonSerializer.Serialize(decision, WireJson.Options),
                }));
            return await context.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    public async Task<RouteDecision?> FindAsync(string workspace, Guid routeId, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        return await context.Routes.Where(row => row.Workspace == workspace && row.RouteId == routeId).Select(row => row.Decision).SingleOrDefaultAsync(cancellationToken)
            is { } decision ? JsonSerializer.Deserialize<RouteDecision>(decision, WireJson.Options) : null;
    }
}
