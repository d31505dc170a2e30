using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Agents;

internal sealed class SqliteAgentReader(SqliteDatabase database) : IAgentReader
{
    public Task<AgentSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();

        // One view of both: the agents are as of that very revision.
        using var transaction = connection.BeginTransaction(deferred: true);
        var revision = connection.Sql("select revision from feed_head").Read(row => row.GetInt64(0))[0];
        var agents = connection.Statement("Agents/Sqlite/snapshot.sql").Read(Agent);
        return Task.FromResult(new AgentSnapshot(revision, agents));
    }

    public Task<IReadOnlyList<Agent>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var command = connection.Statement("Agents/Sqlite/find.sql");
        return Task.FromResult<IReadOnlyList<Agent>>(
            [.. ids.Distinct(StringComparer.Ordinal).SelectMany(id => command.With("$id", id).ReadKept(Agent))]);
    }

    public Task<IReadOnlyList<AgentState>> StatesAfterAsync(string lastId, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<AgentState>>(connection.Statement("Agents/Sqlite/states_after.sql")
            .With("$id", lastId)
            .With("$limit", limit)
            .Read(SqliteAgentRow.State));
    }

    private static Agent Agent(SqliteDataReader row) =>
        SqliteAgentRow.Record(row).ToAgent(row.Time(SqliteAgentRow.RegistrationColumn + 1));
}
