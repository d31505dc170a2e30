using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>The URL's parameters of a list. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct AgentListParameters(
    [property: Description("Of this type.")] string? Type,
    [property: Description("With this status."), DocumentedQuery(typeof(AgentStatus))] string? Status,
    [property: Description("With this health."), DocumentedQuery(typeof(AgentHealth))] string? Health,
    [property: Description("With all of these capabilities, by name, commas between them.")] string? Capabilities,
    [property: Description("With all of these tags, commas between them.")] string? Tags,
    [property: Description("In this workspace.")] string? Workspace,
    [property: Description("In this project.")] string? Project,
    [property: FromQuery(Name = "enabled_only"), Description("Only agents that are switched on."), DocumentedQuery(typeof(bool), Default = false)] string? EnabledOnly,
    [property: Description("With this text in id, name, description or a capability's name, whatever the case.")] string? Q,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("How many to leave out first; not together with cursor."), DocumentedQuery(typeof(int), Default = 0)] string? Offset,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    /// <summary>What the URL calls the fields of <see cref="ListAgents"/>.</summary>
    public static FieldNames Fields { get; } = new(("text", "q"));

    /// <summary>The list that is asked for, and what of it cannot be read.</summary>
    public (ListAgents Query, IReadOnlyList<Fault> Faults) Read(int defaultLimit)
    {
        var text = new QueryText();
        var query = new ListAgents
        {
            Type = QueryText.Text(Type),
            Status = text.Name<AgentStatus>(Status, "status"),
            Health = text.Name<AgentHealth>(Health, "health"),
            Capabilities = QueryText.Names(Capabilities),
            Tags = QueryText.Names(Tags),
            Workspace = QueryText.Text(Workspace),
            Project = QueryText.Text(Project),
            EnabledOnly = text.Flag(EnabledOnly, "enabledOnly"),
            Text = QueryText.Text(Q),
            Limit = text.Whole(Limit, "limit", defaultLimit),
            Offset = text.Whole(Offset, "offset", 0),
            Cursor = QueryText.Text(Cursor),
        };
        return (query, text.Faults);
    }
}
