using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Memory;

/// <summary>The memory in the registry's own file: SQLite full text.</summary>
public sealed class SqliteMemory(SqliteDatabase database, TimeProvider time) : IMemoryStore
{
    public bool IsReachable => true;

    public async Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            using var transaction = new SqliteWriteTransaction(connection);
            using var add = connection.Statement("Memory/Sqlite/add.sql");
            using var index = connection.Sql("insert into memory_text (rowid, words) values ($id, $words)");
            foreach (var record in records)
            {
                var added = add
                    .With("$activity_id", record.ActivityId)
                    .With("$workspace", record.Project.Workspace)
                    .With("$record", JsonSerializer.Serialize(record, WireJson.Options))
                    .With("$recorded_at", time.GetUtcNow())
                    .ReadKept(row => row.GetInt64(0));
                if (added is [var id])
                {
                    index.With("$id", id).With("$words", MemoryTags.WordsOf(record)).ExecuteNonQuery();
                }
            }

            transaction.Commit();
        }
        finally
        {
            database.EndTurn();
        }
    }

    public Task<IReadOnlyList<MemoryRecord>> SearchAsync(SearchMemory query, CancellationToken cancellationToken)
    {
        var words = Match(query.Query);
        if (words.Length == 0)
        {
            return Task.FromResult<IReadOnlyList<MemoryRecord>>([]);
        }

        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<MemoryRecord>>(connection.Statement("Memory/Sqlite/search.sql")
            .With("$words", words)
            .With("$limit", query.Limit)
            .With("$workspace", query.Workspace)
            .Read(row => JsonSerializer.Deserialize<MemoryRecord>(row.GetString(0), WireJson.Options)!));
    }

    /// <summary>Any of the words: quoted, so that nothing of the query is taken for FTS5's own syntax.</summary>
    private static string Match(string query) =>
        string.Join(" OR ", query
            .Split([' ', '\t', '\r', '\n', '"', '\0'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Select(word => $"\"{word}\""));
}
