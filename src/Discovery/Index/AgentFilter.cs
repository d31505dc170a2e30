using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>The filters of a list, prepared for a scan over all agents.</summary>
internal sealed class AgentFilter
{
    private readonly ListAgents _query;
    private readonly AgentFacets _required;
    private readonly AgentFacets _requiredBits;
    private readonly NameFilter[] _capabilities;
    private readonly NameFilter[] _tags;
    private readonly SearchValues<string>? _text;

    public AgentFilter(ListAgents query)
    {
        _query = query;
        _required = AgentFacets.Required(query);
        _requiredBits = AgentFacets.RequiredBits(query);
        _capabilities = [.. query.Capabilities.Select(name => new NameFilter(name))];
        _tags = [.. query.Tags.Select(name => new NameFilter(name))];

        // Prepared once, it searches descriptions several times as fast as string.Contains.
        _text = query.Text is null ? null : SearchValues.Create([query.Text], StringComparison.OrdinalIgnoreCase);
        IsByFacetsOnly = (query.Type ?? query.Workspace ?? query.Project ?? query.Text) is null
            && _capabilities.Length == 0
            && _tags.Length == 0;
    }

    /// <summary>True when the facets alone decide.</summary>
    public bool IsByFacetsOnly { get; }

    /// <summary>Checked first: the agent itself is elsewhere in memory, and few need to be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayPass(in AgentFacets facets) => facets.Match(_required, _requiredBits);

    /// <summary>Whether an agent whose facets match passes.</summary>
    public bool Passes(AgentEntry entry) => IsByFacetsOnly || PassesInside(entry);

    private bool PassesInside(AgentEntry entry) =>
        HasNames(entry.Agent)
        && entry.Capabilities.HaveAll(_capabilities, entry.Agent.Capabilities, static capability => capability.Name)
        && entry.Tags.HaveAll(_tags, entry.Agent.Tags, static tag => tag)
        && (_text is null || HasText(entry.Agent, _text));

    /// <summary>Equal hashes do not prove equal names.</summary>
    private bool HasNames(Agent agent) =>
        (_query.Type is null || _query.Type == agent.Type)
        && (_query.Workspace is null || _query.Workspace == agent.Workspace)
        && (_query.Project is null || _query.Project == agent.Project);

    private static bool HasText(Agent agent, SearchValues<string> text)
    {
        if (Holds(agent.Id, text) || Holds(agent.Name, text) || Holds(agent.Description, text))
        {
            return true;
        }

        foreach (var capability in agent.Capabilities)
        {
            if (Holds(capability.Name, text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(string? field, SearchValues<string> text) => field.AsSpan().ContainsAny(text);
}

/// <summary>
/// The fields of most filters, packed into 16 bytes, names as hashes: a scan over all agents touches little memory and compares
/// all of them at once, by a mask.
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

    /// <summary>The values that a query requires; 0 where it requires none.</summary>
    public static AgentFacets Required(ListAgents query) => new(
        OfPlace(HashOf(query.Workspace), HashOf(query.Project)),
        OfKind(HashOf(query.Type), (ulong)query.Status.GetValueOrDefault(), (ulong)query.Health.GetValueOrDefault(), query.EnabledOnly ? 1UL : 0));

    /// <summary>The bits of the facets that a query requires.</summary>
    public static AgentFacets RequiredBits(ListAgents query) => new(
        OfPlace(query.Workspace is null ? 0 : WholeName, query.Project is null ? 0 : WholeName),
        OfKind(
            query.Type is null ? 0 : WholeName,
            query.Status is null ? 0 : WholeValue,
            query.Health is null ? 0 : WholeValue,
            query.EnabledOnly ? WholeValue : 0));

    public bool Match(in AgentFacets required, in AgentFacets bits) =>
        (Place & bits.Place) == required.Place && (Kind & bits.Kind) == required.Kind;

    private static ulong HashOf(string? name) => name is null ? 0 : (uint)name.GetHashCode(StringComparison.Ordinal);

    private static ulong OfPlace(ulong workspace, ulong project) => (workspace << 32) | project;

    private static ulong OfKind(ulong type, ulong status, ulong health, ulong enabled) =>
        (type << 32) | (enabled << 16) | (health << 8) | status;
}

/// <summary>A required name, compared without case.</summary>
internal readonly record struct NameFilter(string Text, int Hash)
{
    public NameFilter(string text)
        : this(text, HashedNames.HashOf(text))
    {
    }
}

/// <summary>
/// The hashes of an agent's capability names or tags. A scan over all agents compares numbers, and strings only where the numbers
/// are equal; a HashSet per agent would take ten times the memory and be slower for so few names.
/// </summary>
internal readonly struct HashedNames(int[] hashes)
{
    public static HashedNames Of(IReadOnlyList<string> names) => new([.. names.Select(HashOf)]);

    public static HashedNames Of(IReadOnlyList<Capability> capabilities) => new([.. capabilities.Select(capability => HashOf(capability.Name))]);

    public static int HashOf(string name) => name.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <param name="required">The names that must all be there.</param>
    /// <param name="named">The items that the hashes were computed from: equal hashes do not prove equal names.</param>
    /// <param name="nameOf">The name of one of them.</param>
    public bool HaveAll<T>(NameFilter[] required, IReadOnlyList<T> named, Func<T, string> nameOf)
    {
        foreach (var name in required)
        {
            var at = IndexOf(name.Hash, 0);
            while (at >= 0 && !string.Equals(nameOf(named[at]), name.Text, StringComparison.OrdinalIgnoreCase))
            {
                at = IndexOf(name.Hash, at + 1);
            }

            if (at < 0)
            {
                return false;
            }
        }

        return true;
    }

    private int IndexOf(int hash, int from)
    {
        var at = hashes.AsSpan(from).IndexOf(hash);
        return at < 0 ? -1 : from + at;
    }
}
