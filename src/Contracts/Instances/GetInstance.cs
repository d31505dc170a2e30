namespace AgentRegistry.Contracts;

/// <summary>Request: an instance. Answered with <see cref="AgentInstance"/>, <see cref="InstanceNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetInstance
{
    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";
}
