using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Registrations;

internal sealed class RegistrationReader(ModelSource model) : IRegistrationReader
{
    public async Task<RegistrationDetails?> FindAsync(string? workspace, string agentId, int? version, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var registered = Registered(context, workspace, agentId);
        var found = version is { } number
            ? from agent in registered from row in context.Registrations where row.AgentId == agentId && row.Version == number select new { agent.RegistrationVersion, row }
            : from agent in registered from row in context.Registrations where row.AgentId == agentId && row.Version == agent.RegistrationVersion select new { agent.RegistrationVersion, row };
        return await found.SingleOrDefaultAsync(cancellationToken) is not { } one ? null : new()
        {
            AgentId = agentId,
            CurrentVersion = one.RegistrationVersion,
            Version = new()
            {
                Version = one.row.Version,
                ChangedAt = one.row.ChangedAt,
                ChangedBy = one.row.ChangedBy,
                Origin = one.row.Origin,
                RestoredFrom = one.row.RestoredFrom,
                Changed = Fields(one.row.Changed),
            },
            Registration = StoredRegistration.Read(one.row.Registration),
        };
    }

    public async Task<RegistrationVersionPage?> ListAsync(string? workspace, string agentId, int? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var versions = context.Registrations.Where(row => row.AgentId == agentId);
        if (await Registered(context, workspace, agentId).Where(agent => agent.Registration != null)
            .Select(agent => new { agent.RegistrationVersion, Total = versions.Count() }).SingleOrDefaultAsync(cancellationToken) is not { } found)
        {
            return null;
        }

        var end = before ?? int.MaxValue;
        var page = await versions.Where(row => row.Version < end).OrderByDescending(row => row.Version).Take(limit + 1)
            .Select(row => new RegistrationVersion
            {
                Version = row.Version,
                ChangedAt = row.ChangedAt,
                ChangedBy = row.ChangedBy,
                Origin = row.Origin,
                RestoredFrom = row.RestoredFrom,
                Changed = Fields(row.Changed),
            })
            .ToListAsync(cancellationToken);
        return new()
        {
            AgentId = agentId,
            CurrentVersion = found.RegistrationVersion,
            Versions = [.. page.Take(limit)],
            Total = found.Total,
            NextBefore = page.Count > limit ? page[limit - 1].Version : null,
        };
    }

    private static IQueryable<AgentRow> Registered(RegistryDbContext context, string? workspace, string agentId)
    {
        var agents = context.Agents.Where(row => row.Id == agentId && row.DeletedAt == null);
        return workspace is null ? agents : agents.Where(row => row.Workspace == workspace);
    }

    private static string[] Fields(string changed) => changed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
