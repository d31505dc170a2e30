using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Memory;

/// <summary>The memory in the registry's own tables: PostgreSQL full text.</summary>
public sealed class PostgresMemory(NpgsqlDataSource source) : IMemoryStore
{
    public bool IsReachable => true;

    public async Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.Statement("Memory/Postgres/add.sql")
            .Column(records, NpgsqlDbType.Uuid, record => record.ActivityId)
            .Texts(records, record => JsonSerializer.Serialize(record, WireJson.Options))
            .Texts(records, MemoryTags.WordsOf)
            .Texts(records, record => record.Project.Workspace)
            .RunAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<MemoryRecord>> SearchAsync(SearchMemory query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement("Memory/Postgres/search.sql")
            .With(query.Query.Replace("\0", "", StringComparison.Ordinal))
            .With(query.Limit, NpgsqlDbType.Integer)
            .With(query.Workspace, NpgsqlDbType.Text)
            .ReadAsync(row => JsonSerializer.Deserialize<MemoryRecord>(row.GetString(0), WireJson.Options)!, cancellationToken);
    }
}
