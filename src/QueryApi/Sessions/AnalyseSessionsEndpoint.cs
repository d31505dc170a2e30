using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class AnalyseSessionsEndpoint
{
    public static async Task<Results<Ok<SessionAnalysis>, Problem>> HandleAsync(
        [Description("Of this user.")] string? user,
        [Description("Created then or later, such as 2026-01-31 or 2026-01-31T12:00:00Z.")] string? from,
        [Description("Created before that.")] string? to,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var query = new AnalyseSessions
        {
            Workspace = workspace.Id,
            UserId = QueryText.Text(user),
            From = text.Time(from, "from"),
            To = text.Time(to, "to"),
        };
        var faults = MessageRules.Check(query, limits);
        return text.Faults.Count + faults.Count > 0
            ? Problem.Invalid([.. text.Faults, .. faults], SessionListParameters.Fields)
            : TypedResults.Ok(await store.Sessions.AnalyseAsync(query, cancellationToken));
    }
}
