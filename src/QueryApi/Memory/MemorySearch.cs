using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.Storage.Memory;
using MassTransit;

namespace AgentRegistry.QueryApi.Memory;

/// <summary>Searches by the worker, which asks the memory server; the tables are searched from here where no worker responds.</summary>
internal sealed partial class MemorySearch(IClientFactory clients, ReplyChannel replies, IMemoryStore tables, ILogger<MemorySearch> logger)
{
    private static readonly TimeSpan BusLimit = TimeSpan.FromSeconds(1);

    /// <summary>Longer than the worker gives the memory server.</summary>
    private static readonly RequestTimeout WorkerLimit = RequestTimeout.After(s: 5);

    public async Task<MemoryMatches> SearchAsync(SearchMemory query, CancellationToken cancellationToken)
    {
        try
        {
            await replies.ReadyAsync(BusLimit, cancellationToken);
            using var request = clients.CreateRequestClient<SearchMemory>().Create(query, cancellationToken, WorkerLimit);
            request.UseExecute(context => context.MustBeRouted());
            return (await request.GetResponse<MemoryMatches>()).Message;
        }
        catch (Exception exception) when (exception is TimeoutException or MassTransitException && !cancellationToken.IsCancellationRequested)
        {
            LogWithoutWorker(exception.Message);
            return await tables.AnswerAsync(query, MemorySource.Database, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "No ActivityWorker responds to a memory search ({Reason}); the tables are searched instead")]
    private partial void LogWithoutWorker(string reason);
}
