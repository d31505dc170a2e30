using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Instances;

/// <summary>The URL's parameters of a list of instances. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct InstanceListParameters(
    [property: Description("Of this project.")] string? Project,
    [property: Description("Spawned from this definition: its slug.")] string? Definition,
    [property: Description("With this status."), DocumentedQuery(typeof(AgentStatus))] string? Status,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    /// <summary>The list that is asked for, and what of it cannot be read.</summary>
    public (ListInstances Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new ListInstances
        {
            Workspace = workspace.Id,
            Project = QueryText.Text(Project),
            Definition = QueryText.Text(Definition),
            Status = text.Name<AgentStatus>(Status, "status"),
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Cursor = QueryText.Text(Cursor),
        };
        return (query, text.Faults);
    }
}
