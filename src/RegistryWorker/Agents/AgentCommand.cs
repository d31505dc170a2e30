using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Agents;

/// <summary>A command on one agent: what it comes to is decided when the agent's row is locked.</summary>
/// <remarks>Times are cut to microseconds, as the tables keep them: else a repeated message would seem newer than what was stored of it.</remarks>
internal sealed record AgentCommand(string AgentId, Func<AgentRecord?, DateTimeOffset, AgentDecision> Decide, LeaseStart Lease = LeaseStart.Keep)
{
    /// <summary>Whose agent it must be: of another workspace it is as if there were none. Null: whosever it is.</summary>
    public string? Workspace { get; init; }

    public static AgentCommand Of(RegisterAgent message)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds(), StartedAt = message.StartedAt?.ToMicroseconds() };
        return new(message.AgentId, (current, now) => AgentDecision.Decide(current, stored, now), LeaseStart.Renew);
    }

    /// <summary>One command for each agent that the message names.</summary>
    public static AgentCommand Of(ChangeAgentStatus message, string agentId)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        return new(agentId, (current, now) => AgentDecision.Decide(current, stored, now)) { Workspace = message.Workspace };
    }

    public static AgentCommand Of(UpdateAgentCapabilities message)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        return new(message.AgentId, (current, now) => AgentDecision.Decide(current, stored, now)) { Workspace = message.Workspace };
    }

    /// <param name="message">The command.</param>
    /// <param name="version">The registration of the version that it names: a version never changes, so it may be read before the agent is locked.</param>
    public static AgentCommand Of(RestoreRegistration message, RegisterAgent version)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        return new(message.AgentId, (current, now) => AgentDecision.Decide(current, stored, version, now)) { Workspace = message.Workspace };
    }

    public static AgentCommand Of(DeleteAgent message)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        return new(message.AgentId, (current, now) => AgentDecision.Decide(current, stored, now)) { Workspace = message.Workspace };
    }
}

/// <summary>What became of it, and the agent's state after it; null when there is no such agent.</summary>
/// <param name="Outcome">For the caller.</param>
/// <param name="State">As it is after the command.</param>
/// <param name="IsTaken">False when the command was late or a repeat: then it is no sign of life either.</param>
internal sealed record AgentCommitted(AgentOutcome Outcome, AgentState? State, bool IsTaken);
