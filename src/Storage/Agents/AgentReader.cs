using System.Data.Common;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Agents;

internal sealed class AgentReader(SqlSource sql) : IAgentReader
{
    public async Task<AgentSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        // One statement, and so one view of both: the agents are as of that very revision.
        var revision = 0L;
        var agents = await sql.ReadAsync(
            AgentColumns.State.In("Agents/snapshot.sql"),
            row =>
            {
                revision = row.GetInt64(AgentColumns.Registration + 2);
                return Agent(row);
            },
            cancellationToken);
        return new AgentSnapshot(revision, [.. agents.OfType<Agent>()]);
    }

    public async Task<IReadOnlyList<Agent>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        [.. (await sql.ReadAsync(AgentColumns.State.In("Agents/find.sql"), Agent, cancellationToken, ("ids", ids.ToArray()))).OfType<Agent>()];

    public Task<IReadOnlyList<AgentState>> StatesAfterAsync(string lastId, int limit, CancellationToken cancellationToken) =>
        sql.ReadAsync(AgentColumns.State.In("Agents/states_after.sql"), AgentColumns.ReadState, cancellationToken, ("id", lastId), ("limit", limit));

    private static Agent? Agent(DbDataReader row) => AgentColumns.ReadRecord(row)?.ToAgent(row.Time(AgentColumns.Registration + 1));
}
