using System.Runtime.InteropServices;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Counts agents for the statistics.</summary>
internal static class AgentCounts
{
    public static RegistryStatistics Of(IEnumerable<AgentEntry> entries, string? workspace, long revision)
    {
        var byStatus = new int[Names<AgentStatus>.Wire.Length];
        var byHealth = new int[Names<AgentHealth>.Wire.Length];
        var byType = new Dictionary<string, int>(StringComparer.Ordinal);
        var capabilityNames = new HashSet<string>(StringComparer.Ordinal);
        var (total, stale, capabilities) = (0, 0, 0);
        foreach (var entry in entries)
        {
            var agent = entry.Agent;
            if (workspace is not null && agent.Workspace != workspace)
            {
                continue;
            }

            total++;
            stale += IsStale(agent) ? 1 : 0;
            byStatus[(int)agent.Status]++;
            byHealth[(int)agent.Health]++;
            CollectionsMarshal.GetValueRefOrAddDefault(byType, agent.Type, out _)++;
            capabilities += agent.Capabilities.Count;
            foreach (var capability in agent.Capabilities)
            {
                capabilityNames.Add(capability.Name);
            }
        }

        var offline = byStatus[(int)AgentStatus.Offline];
        return new RegistryStatistics
        {
            TotalAgents = total,
            ActiveAgents = total - offline,
            OfflineAgents = offline,
            StaleAgents = stale,
            AgentsByStatus = Named<AgentStatus>(byStatus),
            AgentsByHealth = Named<AgentHealth>(byHealth),
            AgentsByType = byType,
            TotalCapabilities = capabilities,
            DistinctCapabilities = capabilityNames.Count,
            Revision = revision,
        };
    }

    /// <summary>The number of agents that are not offline, and of suspect ones among them.</summary>
    public static (int Suspect, int Watched) Watched(IEnumerable<AgentEntry> entries)
    {
        var (suspect, watched) = (0, 0);
        foreach (var entry in entries)
        {
            suspect += entry.Agent.Health == AgentHealth.Suspect ? 1 : 0;
            watched += entry.Agent.Health != AgentHealth.Offline ? 1 : 0;
        }

        return (suspect, watched);
    }

    private static bool IsStale(Agent agent) =>
        agent.Health == AgentHealth.Suspect
        || (agent.Health == AgentHealth.Offline && agent.HealthReason.StartsWith(HealthReasons.LeaseEnded, StringComparison.Ordinal));

    private static Dictionary<string, int> Named<T>(int[] counts)
        where T : struct, Enum =>
        Names<T>.Wire.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    /// <summary>The values' wire names; their numbers start at 0 without gaps.</summary>
    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] Wire = Array.ConvertAll(Enum.GetNames<T>(), JsonNamingPolicy.SnakeCaseLower.ConvertName);
    }
}
