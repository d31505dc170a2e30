using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Memory;

/// <summary>
/// The memory server: any MCP server with the tools of <c>@modelcontextprotocol/server-memory</c>. An activity is an entity of its
/// knowledge graph, named by its id, which the server takes once.
/// </summary>
public sealed class McpMemory(MemoryServerOptions options, MemoryBreaker breaker, ILoggerFactory logs) : IMemoryStore, IAsyncDisposable
{
    /// <summary>A search is for somebody who waits, and the tables answer too.</summary>
    private static readonly TimeSpan SearchLimit = TimeSpan.FromSeconds(3);

    private const int MostWords = 5;

    // A search that finds half the graph must not hold up what is to be stored.
    private readonly MemoryServerConnection _stores = new(options, logs);
    private readonly MemoryServerConnection _searches = new(options, logs);

    public bool IsReachable => !breaker.IsOpen;

    public Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken) => records.Count == 0
        ? Task.CompletedTask
        : breaker.CallAsync(
            token => _stores.CallAsync("create_entities", Arguments("entities", records.Select(MemoryEntity.Of).ToList()), token), cancellationToken);

    /// <summary>The server looks for the query as a whole; when it finds nothing, for its words one by one.</summary>
    /// <exception cref="MemoryServerException">The server is away.</exception>
    public async Task<IReadOnlyList<MemoryRecord>> SearchAsync(SearchMemory query, CancellationToken cancellationToken)
    {
        if (!IsReachable)
        {
            throw new MemoryServerException($"the circuit is open: {breaker.Reason}", isRefusal: false);
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(SearchLimit);
        try
        {
            var words = WordsOf(query.Query);
            var found = await FindAsync(query.Query.Trim(), query.Workspace, time.Token);
            if (found.Count == 0 && words.Count > 1)
            {
                foreach (var word in words.OrderByDescending(word => word.Length).Take(MostWords))
                {
                    found.AddRange(await FindAsync(word, query.Workspace, time.Token));
                }
            }

            return Ranked(found, words, query.Limit);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MemoryServerException("the search took too long", exception);
        }
    }

    /// <summary>Asks the server whether it is well; its answer moves the breaker.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => breaker.CallAsync(
        async token =>
        {
            await _stores.PingAsync(token);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        await _searches.DisposeAsync();
    }

    private static List<MemoryRecord> Ranked(IEnumerable<MemoryRecord> found, IReadOnlyList<string> words, int limit) =>
    [
        .. found
            .DistinctBy(record => record.ActivityId)
            .Select(record => (Record: record, Words: MemoryTags.WordsOf(record)))
            .OrderByDescending(hit => words.Count(word => hit.Words.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ThenByDescending(hit => hit.Record.When.IsoTimestamp)
            .Take(limit)
            .Select(hit => hit.Record),
    ];

    private static IReadOnlyList<string> WordsOf(string query) =>
    [
        .. query
            .Split([' ', '\t', '\r', '\n', '"', ',', ';', '\0'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static Dictionary<string, object?> Arguments(string name, object value) => new(StringComparer.Ordinal) { [name] = value };

    private async Task<List<MemoryRecord>> FindAsync(string text, string? workspace, CancellationToken cancellationToken)
    {
        var result = await _searches.CallAsync("search_nodes", Arguments("query", text), cancellationToken);
        try
        {
            var graph = result.StructuredContent is { } structured
                ? structured.Deserialize<Graph>()
                : JsonSerializer.Deserialize<Graph>(MemoryServerConnection.TextOf(result));

            // The server knows of no workspaces: what is another's goes no further than this.
            return
            [
                .. (graph?.Entities ?? []).Select(entity => entity.ToRecord()).OfType<MemoryRecord>()
                    .Where(record => workspace is null || record.Project.Workspace == workspace),
            ];
        }
        catch (JsonException exception)
        {
            throw new MemoryServerException($"search_nodes: the answer cannot be read ({exception.Message})", exception);
        }
    }

    private sealed record Graph([property: System.Text.Json.Serialization.JsonPropertyName("entities")] IReadOnlyList<MemoryEntity>? Entities);
}
