using System.Buffers;
using System.Runtime.CompilerServices;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>The filters of a list, made ready to be asked of every agent.</summary>
internal sealed class AgentFilter
{
    private readonly ListAgents _query;
    private readonly AgentFacets _wanted;
    private readonly AgentFacets _asked;
    private readonly SoughtName[] _capabilities;
    private readonly SoughtName[] _tags;
    private readonly SearchValues<string>? _text;

    public AgentFilter(ListAgents query)
    {
        _query = query;
        _wanted = AgentFacets.Wanted(query);
        _asked = AgentFacets.Asked(query);
        _capabilities = [.. query.Capabilities.Select(name => new SoughtName(name))];
        _tags = [.. query.Tags.Select(name => new SoughtName(name))];

        // Prepared once, it searches descriptions several times as fast as string.Contains does.
        _text = query.Text is null ? null : SearchValues.Create([query.Text], StringComparison.OrdinalIgnoreCase);
        IsByFacetsOnly = (query.Type ?? query.Workspace ?? query.Project ?? query.Text) is null
            && _capabilities.Length == 0
            && _tags.Length == 0;
    }

    /// <summary>Whether an agent that may pass does, without a look at it.</summary>
    public bool IsByFacetsOnly { get; }

    /// <summary>Asked first: the agent itself is elsewhere in memory, and few need to be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayPass(in AgentFacets facets) => facets.Have(_wanted, _asked);

    /// <summary>Whether an agent that may pass does.</summary>
    public bool Passes(AgentEntry entry) => IsByFacetsOnly || PassesInside(entry);

    private bool PassesInside(AgentEntry entry) =>
        HasNames(entry.Agent)
        && entry.Capabilities.HaveAll(_capabilities, entry.Agent.Capabilities, static capability => capability.Name)
        && entry.Tags.HaveAll(_tags, entry.Agent.Tags, static tag => tag)
        && (_text is null || HasText(entry.Agent, _text));

    /// <summary>Equal hashes are only likely to be equal names.</summary>
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
