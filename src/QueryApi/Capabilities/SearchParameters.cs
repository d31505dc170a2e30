using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Capabilities;

/// <summary>The URL's parameters of a search. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct SearchParameters(
    [property: Required, Description("Who can do this? In plain words, or a capability's or agent's name.")] string? Q,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 100, Default = SearchParameters.DefaultLimit)] string? Limit,
    [property: Description("Only agents with this status."), DocumentedQuery(typeof(AgentStatus))] string? Status,
    [property: Description("Only agents of this type.")] string? Type,
    [property: Description("Only agents with all of these tags, commas between them.")] string? Tags,
    [property: Description("Only agents in this workspace.")] string? Workspace,
    [property: Description("Only agents in this project.")] string? Project)
{
    public const int DefaultLimit = 10;

    /// <summary>What the URL calls the fields of <see cref="SearchCapabilities"/>.</summary>
    public static FieldNames Fields { get; } = new(("query", "q"));

    /// <summary>The search that is asked for, and what of it cannot be read.</summary>
    public (SearchCapabilities Query, IReadOnlyList<Fault> Faults) Read()
    {
        var text = new QueryText();
        var filter = new ListAgents
        {
            Type = QueryText.Text(Type),
            Status = text.Name<AgentStatus>(Status, "status"),
            Tags = QueryText.Names(Tags),
            Workspace = QueryText.Text(Workspace),
            Project = QueryText.Text(Project),
        };
        var query = new SearchCapabilities { Query = Q ?? "", Limit = text.Whole(Limit, "limit", DefaultLimit), Filter = filter };
        return (query, text.Faults);
    }
}
