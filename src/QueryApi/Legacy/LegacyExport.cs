using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>The whole registry, as of one moment, under the names by which its agents are looked up.</summary>
internal sealed record LegacyExport
{
    /// <summary>What the registry's revision was: the feed goes on from here.</summary>
    public required long Revision { get; init; }

    /// <summary>How many agents there are.</summary>
    public required int Total { get; init; }

    /// <summary>Each agent by its id: its registration, status and health; not its history.</summary>
    public required IReadOnlyDictionary<string, Agent> Agents { get; init; }

    public static LegacyExport Of(AgentDirectory directory, AgentScope scope)
    {
        var (all, revision) = directory.Snapshot;
        var agents = all.Where(agent => scope.Covers(agent.Workspace)).OrderBy(agent => agent.Id, StringComparer.Ordinal)
            .ToDictionary(agent => agent.Id, StringComparer.Ordinal);
        return new LegacyExport { Revision = revision, Total = agents.Count, Agents = agents };
    }
}
