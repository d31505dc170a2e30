using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Memory;

/// <summary>A search's answer, which says who gave it.</summary>
public static class MemoryResponses
{
    public static async Task<MemoryMatches> AnswerAsync(
        this IMemoryStore memory, SearchMemory query, MemorySource source, CancellationToken cancellationToken) => new()
        {
            Query = query.Query,
            Source = source,
            Records = await memory.SearchAsync(query, cancellationToken),
        };
}
