using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Answer: an agent with its last executions, newest first, and its metrics.</summary>
public sealed record AgentDetails : Agent
{
    /// <summary>For deserialisation.</summary>
    public AgentDetails()
    {
    }

    /// <summary>The agent itself, to which history and metrics are added.</summary>
    /// <param name="agent">The agent.</param>
    [SetsRequiredMembers]
    public AgentDetails(Agent agent)
        : base(agent)
    {
    }

    /// <summary>Its last activities, newest first: as many as were asked for, and fewer where their outputs and errors together come to more than 4 MiB.</summary>
    [JsonPropertyOrder(4)]
    public IReadOnlyList<ExecutionHistoryItem> ExecutionHistory { get; init; } = [];

    /// <summary>Successes among all that ended, 0.0–1.0; absent when none has.</summary>
    [JsonPropertyOrder(1)]
    public double? SuccessRate { get; init; }

    /// <summary>Mean duration in milliseconds; absent when no duration is known.</summary>
    [JsonPropertyOrder(2)]
    public double? AvgDurationMs { get; init; }

    /// <summary>All counts and percentiles.</summary>
    [JsonPropertyOrder(3)]
    public AgentMetrics Metrics { get; init; } = new();
}
