using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Query: a context with the data of its current version, or of another. Answered with <see cref="ContextDetails"/>, <see cref="ContextNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetContext
{
    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which version, 1 or more. Absent: the current one, or that of <see cref="Checkpoint"/>.</summary>
    public int? Version { get; init; }

    /// <summary>The version of this checkpoint; not together with <see cref="Version"/>. Absent: the current one.</summary>
    public string? Checkpoint { get; init; }
}

/// <summary>Response: a context with the data of one version.</summary>
public sealed record ContextDetails : SharedContext
{
    /// <summary>For deserialisation.</summary>
    public ContextDetails()
    {
    }

    /// <summary>The context itself, to which the rest is added.</summary>
    /// <param name="context">The context.</param>
    [SetsRequiredMembers]
    public ContextDetails(SharedContext context)
        : base(context)
    {
    }

    /// <summary>The version that was read: the current one, unless another was asked for.</summary>
    [JsonPropertyOrder(1)]
    public ContextVersion Read { get; init; } = new();

    /// <summary>Its data; a JSON object, as it was written.</summary>
    [JsonPropertyOrder(2)]
    public JsonElement? Data { get; init; }

    /// <summary>The context's checkpoints, by name.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<ContextCheckpoint> Checkpoints { get; init; } = [];
}

/// <summary>Query: the contexts of a workspace, or of one of its agents, by agent and name. Answered with <see cref="ContextPage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListContexts
{
    /// <summary>Whose contexts; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this agent. Absent: of any.</summary>
    public string? AgentId { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Go on after the page that gave this cursor. Absent: from the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Response: a page of contexts.</summary>
public sealed record ContextPage
{
    /// <summary>The contexts, by agent and name.</summary>
    public IReadOnlyList<SharedContext> Contexts { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Query: a page of a context's versions, the newest first. Answered with <see cref="ContextVersionPage"/>, <see cref="ContextNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListContextVersions
{
    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those before this version, 1 or more. Absent: from the newest.</summary>
    public int? Before { get; init; }
}

/// <summary>Response: a page of a context's versions. Those that the history's limit has taken are not in it.</summary>
public sealed record ContextVersionPage
{
    /// <summary>Whose context.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that holds.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>The versions, the newest first.</summary>
    public IReadOnlyList<ContextVersion> Versions { get; init; } = [];

    /// <summary>How many are kept.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>before</c>; absent on the last page.</summary>
    public int? NextBefore { get; init; }
}

/// <summary>Query: the difference between two versions of a context. Answered with <see cref="ContextDiff"/>, <see cref="ContextNotFound"/> also when there is no such version, or <see cref="RequestRejected"/>.</summary>
public sealed record DiffContext
{
    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>From this version, 1 or more. Required.</summary>
    public int From { get; init; }

    /// <summary>To this version, 1 or more, which may be the earlier one. Absent: the current one.</summary>
    public int? To { get; init; }
}

/// <summary>Response: the difference between two versions of a context.</summary>
public sealed record ContextDiff
{
    /// <summary>Whose context.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that the patch is applied to.</summary>
    public int From { get; init; }

    /// <summary>The version that it gives.</summary>
    public int To { get; init; }

    /// <summary>The operations <c>add</c>, <c>remove</c> and <c>replace</c> of a JSON Patch (RFC 6902), in their order; empty where the data are equal.</summary>
    public IReadOnlyList<JsonElement> Patch { get; init; } = [];
}
