using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Versions;

/// <summary>The URL's parameters of a page of versions. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct VersionPageParameters(
    [property: FromRoute] string Id,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those before this version; the next_before of the page before."), DocumentedQuery(typeof(int), Least = 1)] string? Before)
{
    /// <summary>The question, and what of it cannot be read.</summary>
    public (ListRegistrationVersions Query, IReadOnlyList<Fault> Faults) Read(AgentScope scope)
    {
        var text = new QueryText();
        var query = new ListRegistrationVersions
        {
            Workspace = scope.Workspace,
            AgentId = Id,
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Before = text.Whole(Before, "before"),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a comparison.</summary>
internal readonly record struct VersionDiffParameters(
    [property: FromRoute] string Id,
    [property: Required, Description("The version that the patch is applied to."), DocumentedQuery(typeof(int), Least = 1)] string? From,
    [property: Description("The version that it gives, instead of the current one."), DocumentedQuery(typeof(int), Least = 1)] string? To)
{
    /// <summary>The question, and what of it cannot be read.</summary>
    public (DiffRegistrationVersions Query, IReadOnlyList<Fault> Faults) Read(AgentScope scope)
    {
        var text = new QueryText();
        var query = new DiffRegistrationVersions { Workspace = scope.Workspace, AgentId = Id, From = text.Whole(From, "from") ?? 0, To = text.Whole(To, "to") };

        // What cannot be read is one fault, and not that it is below 1 besides.
        return (text.Faults.Any(fault => fault.Field == "from") ? query with { From = 1 } : query, text.Faults);
    }
}
