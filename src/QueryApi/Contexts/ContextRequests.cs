using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Contexts;

/// <summary>The URL's parameters of a context. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct ContextParameters(
    [property: FromRoute] string Agent,
    [property: FromRoute] string Name,
    [property: Description("This version, instead of the current one."), DocumentedQuery(typeof(int), Minimum = 1)] string? Version,
    [property: Description("The version of this checkpoint, instead of the current one.")] string? Checkpoint)
{
    public GetContext Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        AgentId = Agent,
        Name = Name,
        Version = request.Text.Whole(Version, "version"),
        Checkpoint = QueryText.Text(Checkpoint),
    };
}

/// <summary>The URL's parameters of a list of contexts.</summary>
internal readonly record struct ContextListParameters(
    [property: Description("Of this agent.")] string? Agent,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    public ListContexts Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        AgentId = QueryText.Text(Agent),
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Cursor = QueryText.Text(Cursor),
    };
}

/// <summary>The URL's parameters of a page of versions.</summary>
internal readonly record struct ContextVersionsParameters(
    [property: FromRoute] string Agent,
    [property: FromRoute] string Name,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those before this version; the next_before of the page before."), DocumentedQuery(typeof(int), Minimum = 1)] string? Before)
{
    public ListContextVersions Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        AgentId = Agent,
        Name = Name,
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Before = request.Text.Whole(Before, "before"),
    };
}

/// <summary>The URL's parameters of a comparison.</summary>
internal readonly record struct ContextDiffParameters(
    [property: FromRoute] string Agent,
    [property: FromRoute] string Name,
    [property: Required, Description("The version that the patch is applied to."), DocumentedQuery(typeof(int), Minimum = 1)] string? From,
    [property: Description("The version that it gives, instead of the current one."), DocumentedQuery(typeof(int), Minimum = 1)] string? To)
{
    public DiffContext Read(Workspace workspace, ApiRequest request) =>
        new() { Workspace = workspace.Id, AgentId = Agent, Name = Name, From = request.Text.Whole(From, "from") ?? 0, To = request.Text.Whole(To, "to") };
}

/// <summary>New data of a context.</summary>
internal sealed record ContextWrite
{
    /// <summary>What it holds from now on, whole; a JSON object of up to 1 MiB. Required.</summary>
    [Required]
    public JsonElement? Data { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now; 0 as If-None-Match: *.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>Back to an earlier version, or to a checkpoint.</summary>
internal sealed record ContextRollback
{
    /// <summary>To this version. One of both is required.</summary>
    public int? ToVersion { get; init; }

    /// <summary>To the version of this checkpoint.</summary>
    public string? ToCheckpoint { get; init; }

    /// <summary>Why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>Which version gets the name.</summary>
internal sealed record CheckpointName
{
    /// <summary>The version. Absent: the current one.</summary>
    public int? Version { get; init; }
}
