using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Memory;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Memory;

/// <summary>What agents remember.</summary>
internal static partial class MemoryEndpoints
{
    private const int DefaultLimit = 10;

    /// <summary>Longer than the worker gives the memory server; after it the tables are asked from here.</summary>
    private static readonly RequestTimeout WorkerLimit = RequestTimeout.After(s: 5);

    public static void MapMemory(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/memory").WithTags("Memory")
        .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable)
        .MapGet("/search", SearchAsync)
        .WithName("SearchMemory")
        .WithSummary("Search what agents remember of their work")
        .WithDescription(
            "Activities with who, when, for which project and why; best first. 'source' says who answered: the memory server, or the "
            + "registry's own tables while that is away or there is none. An activity can be found a moment after it was accepted.");

    private static async Task<Results<Ok<MemoryMatches>, Problem>> SearchAsync(
        [Description("In plain words.")] string? q,
        [Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 100, Default = DefaultLimit)] string? limit,
        IRequestClient<SearchMemory> worker,
        IMemoryStore tables,
        Limits limits,
        ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var query = new SearchMemory { Query = q ?? "", Limit = text.Whole(limit, "limit", DefaultLimit) };
        var faults = MessageRules.Check(query, limits);
        if (text.Faults.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. text.Faults, .. faults], new FieldNames(("query", "q")));
        }

        try
        {
            return TypedResults.Ok((await worker.GetResponse<MemoryMatches>(query, cancellationToken, WorkerLimit)).Message);
        }
        catch (Exception exception) when (exception is RequestException or MassTransitException && !cancellationToken.IsCancellationRequested)
        {
            LogInstead(logs.CreateLogger(typeof(MemoryEndpoints)), exception.Message);
            return TypedResults.Ok(new MemoryMatches
            {
                Query = query.Query,
                Source = MemorySource.Database,
                Records = await tables.SearchAsync(query.Query, query.Limit, cancellationToken),
            });
        }
    }

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "No ActivityWorker answers a search of the memory ({Reason}); the tables do")]
    private static partial void LogInstead(ILogger logger, string reason);
}
