using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.Storage.Registrations;

/// <summary>What both stores make of their rows.</summary>
internal static class RegistrationRows
{
    /// <summary>A page of one more than was asked for.</summary>
    public static RegistrationVersionPage Page(string agentId, int current, int total, IReadOnlyList<RegistrationVersion> oneMore, int limit)
    {
        var versions = oneMore.Count > limit ? [.. oneMore.Take(limit)] : oneMore;
        return new()
        {
            AgentId = agentId,
            CurrentVersion = current,
            Versions = versions,
            Total = total,
            NextBefore = oneMore.Count > limit ? versions[^1].Version : null,
        };
    }

    public static RegistrationDetails Details(string agentId, int current, RegistrationVersion version, string registration) => new()
    {
        AgentId = agentId,
        CurrentVersion = current,
        Version = version,
        Registration = StoredRegistration.Read(registration),
    };
}
