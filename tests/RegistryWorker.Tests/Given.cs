using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.RegistryWorker.Tests;

/// <summary>Messages and agents in few words. Times are seconds of one clock.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double second) => Start.AddSeconds(second);

    public static RegisterAgent Registration(double sentAt, double? startedAt = null, string name = "Agent") => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = At(sentAt),
        StartedAt = startedAt is { } second ? At(second) : null,
        AgentId = "a",
        Name = name,
    };

    public static Heartbeat Beat(double sentAt, AgentStatus? status = null, double? startedAt = null) =>
        new() { AgentId = "a", SentAt = At(sentAt), Status = status, StartedAt = startedAt is { } second ? At(second) : null };

    public static ChangeAgentStatus Change(double sentAt, AgentStatus? status = null, bool? enabled = null, bool? draining = null) =>
        new() { MessageId = Guid.NewGuid(), SentAt = At(sentAt), AgentIds = ["a"], Status = status, Enabled = enabled, Draining = draining };

    public static UpdateAgentCapabilities Capabilities(double sentAt, params string[] names) =>
        new() { MessageId = Guid.NewGuid(), SentAt = At(sentAt), AgentId = "a", Capabilities = [.. names.Select(name => new Capability { Name = name })] };

    public static DeleteAgent Deletion(double sentAt) => new() { MessageId = Guid.NewGuid(), SentAt = At(sentAt), AgentId = "a" };

    /// <summary>An agent that registered at second 0 with revision 1.</summary>
    public static AgentRecord Agent(Func<AgentState, AgentState>? with = null)
    {
        var decision = AgentDecision.Decide(null, Registration(0), Start);
        var state = decision.Next!.State with { Revision = 1 };
        return decision.Next with { State = with is null ? state : with(state) };
    }

    public static AgentRecord HealthyAgent(Func<AgentState, AgentState>? with = null) => Agent(state =>
    {
        state = state with { Health = AgentHealth.Healthy, HealthReason = "heartbeats are fresh" };
        return with is null ? state : with(state);
    });

    /// <summary>With its revisions, as if the first of them had been taken.</summary>
    public static TWrites From<TWrites>(this TWrites writes, long first)
        where TWrites : WriteSet
    {
        writes.NumberFrom(first);
        return writes;
    }
}
