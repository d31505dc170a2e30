namespace AgentRegistry.Contracts;

/// <summary>Request: an agent with its history and metrics. Answered with <see cref="AgentDetails"/>, <see cref="AgentNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetAgent
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whom. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>How many entries of its history, 1–500; fewer come where their outputs and errors together come to more than 4 MiB. Absent: 50.</summary>
    public int HistoryLimit { get; init; } = Defaults.HistoryLimit;
}
