using System.Runtime.InteropServices;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// What most filters ask for, packed into 16 bytes, names as their hashes: a scan over all agents touches little memory and asks
/// every question at once, by a mask.
/// </summary>
/// <param name="Place">Workspace and project.</param>
/// <param name="Kind">Type, status, health and enabled.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AgentFacets(ulong Place, ulong Kind)
{
    private const ulong WholeName = uint.MaxValue;
    private const ulong WholeValue = byte.MaxValue;

    public static AgentFacets Of(Agent agent) => new(
        OfPlace(HashOf(agent.Workspace), HashOf(agent.Project)),
        OfKind(HashOf(agent.Type), (ulong)agent.Status, (ulong)agent.Health, agent.Enabled ? 1UL : 0));

    /// <summary>What the query asks for; 0 where it asks nothing.</summary>
    public static AgentFacets Wanted(ListAgents query) => new(
        OfPlace(HashOf(query.Workspace), HashOf(query.Project)),
        OfKind(HashOf(query.Type), (ulong)query.Status.GetValueOrDefault(), (ulong)query.Health.GetValueOrDefault(), query.EnabledOnly ? 1UL : 0));

    /// <summary>All bits of the facets that the query asks for.</summary>
    public static AgentFacets Asked(ListAgents query) => new(
        OfPlace(query.Workspace is null ? 0 : WholeName, query.Project is null ? 0 : WholeName),
        OfKind(
            query.Type is null ? 0 : WholeName,
            query.Status is null ? 0 : WholeValue,
            query.Health is null ? 0 : WholeValue,
            query.EnabledOnly ? WholeValue : 0));

    public bool Have(in AgentFacets wanted, in AgentFacets asked) =>
        (Place & asked.Place) == wanted.Place && (Kind & asked.Kind) == wanted.Kind;

    private static ulong HashOf(string? name) => name is null ? 0 : (uint)name.GetHashCode(StringComparison.Ordinal);

    private static ulong OfPlace(ulong workspace, ulong project) => (workspace << 32) | project;

    private static ulong OfKind(ulong type, ulong status, ulong health, ulong enabled) =>
        (type << 32) | (enabled << 16) | (health << 8) | status;
}
