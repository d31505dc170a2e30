using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Memory;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Memory;

internal static partial class SearchMemoryEndpoint
{
    private const int DefaultLimit = 10;
    private static readonly TimeSpan BusLimit = TimeSpan.FromSeconds(1);

    /// <summary>Longer than the worker gives the memory server; after it the tables are asked from here.</summary>
    private static readonly RequestTimeout WorkerLimit = RequestTimeout.After(s: 5);

    public static async Task<Results<Ok<MemoryMatches>, Problem>> HandleAsync(
        [Required, Description("In plain words.")] string? q,
        [Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 100, Default = DefaultLimit)] string? limit,
        AgentScope scope,
        IRequestClient<SearchMemory> worker,
        ReplyChannel replies,
        IMemoryStore tables,
        Limits limits,
        ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var query = new SearchMemory { Workspace = scope.Workspace, Query = q ?? "", Limit = text.Whole(limit, "limit", DefaultLimit) };
        var faults = MessageRules.Check(query, limits);
        if (text.Faults.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. text.Faults, .. faults], new FieldNames(("query", "q")));
        }

        try
        {
            return TypedResults.Ok(await AskAsync(worker, replies, query, cancellationToken));
        }
        catch (Exception exception) when (exception is TimeoutException or MassTransitException && !cancellationToken.IsCancellationRequested)
        {
            LogInstead(logs.CreateLogger(typeof(SearchMemoryEndpoint)), exception.Message);
            return TypedResults.Ok(await tables.AnswerAsync(query, MemorySource.Database, cancellationToken));
        }
    }

    private static async Task<MemoryMatches> AskAsync(
        IRequestClient<SearchMemory> worker, ReplyChannel replies, SearchMemory query, CancellationToken cancellationToken)
    {
        await replies.ReadyAsync(BusLimit, cancellationToken);
        using var request = worker.Create(query, cancellationToken, WorkerLimit);
        request.UseExecute(context => context.MustBeRouted());
        return (await request.GetResponse<MemoryMatches>()).Message;
    }

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "No ActivityWorker answers a search of the memory ({Reason}); the tables do")]
    private static partial void LogInstead(ILogger logger, string reason);
}
