using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Memory;

/// <summary>Searches where an answer is to be had.</summary>
public sealed partial class MemorySearch(IMemoryStore tables, ILogger<MemorySearch> logger, McpMemory? server = null)
{
    public async Task<MemoryMatches> RunAsync(SearchMemory query, CancellationToken cancellationToken)
    {
        if (server is { IsReachable: true })
        {
            try
            {
                return await server.AnswerAsync(query, MemorySource.MemoryServer, cancellationToken);
            }
            catch (MemoryServerException exception)
            {
                LogInstead(exception.Message);
            }
        }

        return await tables.AnswerAsync(query, MemorySource.Database, cancellationToken);
    }

    [LoggerMessage(EventId = 4022, Level = LogLevel.Warning, Message = "The memory server does not answer a search ({Reason}); the tables do")]
    private partial void LogInstead(string reason);
}
