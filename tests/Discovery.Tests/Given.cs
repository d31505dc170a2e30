using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery.Tests;

/// <summary>Agents and events in few words.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Agent Agent(string id, string? name = null, string? description = null, params Capability[] capabilities) => new()
    {
        Id = id,
        Name = name ?? id,
        Description = description,
        Type = "coder",
        Capabilities = capabilities,
        Health = AgentHealth.Healthy,
        Revision = 1,
    };

    public static Capability Capability(string name, string? description = null, string? cost = null) =>
        new() { Name = name, Description = description, CostEstimate = cost };

    public static AgentDirectory Directory(params Agent[] agents)
    {
        var directory = new AgentDirectory();
        directory.Load(agents, revision: 1);
        return directory;
    }

    public static AgentChanged Registered(Agent agent, long revision, AgentChange change = AgentChange.Registered) => new()
    {
        AgentId = agent.Id,
        Change = change,
        Revision = revision,
        Agent = agent with { Revision = revision },
        Timestamp = Start.AddSeconds(revision),
    };

    public static AgentChanged Deleted(string id, long revision) =>
        new() { AgentId = id, Change = AgentChange.Deleted, Revision = revision, Timestamp = Start.AddSeconds(revision) };

    public static AgentChanged StateChanged(string id, long revision, AgentStatus status, AgentHealth health) => new()
    {
        AgentId = id,
        Change = AgentChange.StateChanged,
        Revision = revision,
        Status = status,
        Health = health,
        HealthReason = "it says so",
        Enabled = false,
        Draining = true,
        Timestamp = Start.AddSeconds(revision),
    };

    public static AgentActivity Activity(string id, long revision, DateTimeOffset at) => new(id, revision, at);
}
