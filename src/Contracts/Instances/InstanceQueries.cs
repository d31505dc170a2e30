namespace AgentRegistry.Contracts;

/// <summary>Query: an instance. Answered with <see cref="AgentInstance"/>, <see cref="InstanceNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetInstance
{
    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";
}

/// <summary>Query: the instances of a workspace that pass the filter, by id. Answered with <see cref="InstancePage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListInstances
{
    /// <summary>Whose instances; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this project. Absent: of any.</summary>
    public string? Project { get; init; }

    /// <summary>Spawned from this definition. Absent: from any.</summary>
    public string? Definition { get; init; }

    /// <summary>With this status. Absent: with any.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Go on after the page that gave this cursor. Absent: from the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Response: a page of instances.</summary>
public sealed record InstancePage
{
    /// <summary>The instances, by id.</summary>
    public IReadOnlyList<AgentInstance> Instances { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}
