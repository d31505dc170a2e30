using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>The URL's parameters of a list of sessions. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct SessionListParameters(
    [property: Description("Of this user.")] string? User,
    [property: Description("With this status."), DocumentedQuery(typeof(SessionStatus))] string? Status,
    [property: Description("In which this agent was called.")] string? Agent,
    [property: Description("Created then or later, such as 2026-01-31 or 2026-01-31T12:00:00Z.")] string? From,
    [property: Description("Created before that.")] string? To,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    /// <summary>What the URL calls the fields of <see cref="ListSessions"/>.</summary>
    public static FieldNames Fields { get; } = new(("workspace", Workspace.Header), ("userId", "user"), ("agentId", "agent"));

    /// <summary>The list that is asked for, and what of it cannot be read.</summary>
    public (ListSessions Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new ListSessions
        {
            Workspace = workspace.Id,
            UserId = QueryText.Text(User),
            Status = text.Name<SessionStatus>(Status, "status"),
            AgentId = QueryText.Text(Agent),
            From = text.Time(From, "from"),
            To = text.Time(To, "to"),
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Cursor = QueryText.Text(Cursor),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a page of a session.</summary>
internal readonly record struct SessionPageParameters(
    [property: FromRoute] string Id,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those after this sequence."), DocumentedQuery(typeof(int), Default = 0)] string? After)
{
    /// <summary>What is asked for, and what of it cannot be read.</summary>
    public (int Limit, int After, IReadOnlyList<Fault> Faults) Read()
    {
        var text = new QueryText();
        return (text.Whole(Limit, "limit", Defaults.PageSize), text.Whole(After, "after", 0), text.Faults);
    }
}
