using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Contexts;

/// <summary>The URL's parameters of a context. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct ContextParameters(
    [property: FromRoute] string Agent,
    [property: FromRoute] string Name,
    [property: Description("This version, instead of the current one."), DocumentedQuery(typeof(int), Least = 1)] string? Version,
    [property: Description("The version of this checkpoint, instead of the current one.")] string? Checkpoint)
{
    /// <summary>The question, and what of it cannot be read.</summary>
    public (GetContext Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new GetContext
        {
            Workspace = workspace.Id,
            AgentId = Agent,
            Name = Name,
            Version = text.Whole(Version, "version"),
            Checkpoint = QueryText.Text(Checkpoint),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a list of contexts.</summary>
internal readonly record struct ContextListParameters(
    [property: Description("Of this agent.")] string? Agent,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    /// <summary>The list that is asked for, and what of it cannot be read.</summary>
    public (ListContexts Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new ListContexts
        {
            Workspace = workspace.Id,
            AgentId = QueryText.Text(Agent),
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Cursor = QueryText.Text(Cursor),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a page of versions.</summary>
internal readonly record struct VersionPageParameters(
    [property: FromRoute] string Agent,
    [property: FromRoute] string Name,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those before this version; the next_before of the page before."), DocumentedQuery(typeof(int), Least = 1)] string? Before)
{
    /// <summary>The question, and what of it cannot be read.</summary>
    public (ListContextVersions Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new ListContextVersions
        {
            Workspace = workspace.Id,
            AgentId = Agent,
            Name = Name,
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Before = text.Whole(Before, "before"),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a comparison.</summary>
internal readonly record struct DiffParameters(
    [property: FromRoute] string Agent,
    [property: FromRoute] string Name,
    [property: Required, Description("The version that the patch is applied to."), DocumentedQuery(typeof(int), Least = 1)] string? From,
    [property: Description("The version that it gives, instead of the current one."), DocumentedQuery(typeof(int), Least = 1)] string? To)
{
    /// <summary>The question, and what of it cannot be read.</summary>
    public (DiffContext Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new DiffContext { Workspace = workspace.Id, AgentId = Agent, Name = Name, From = text.Whole(From, "from") ?? 0, To = text.Whole(To, "to") };

        // What cannot be read is one fault, and not that it is below 1 besides.
        return (text.Faults.Any(fault => fault.Field == "from") ? query with { From = 1 } : query, text.Faults);
    }
}
