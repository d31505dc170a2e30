using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Agents;

internal sealed class PostgresAgentReader(NpgsqlDataSource source) : IAgentReader
{
    public async Task<AgentSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // One view of both: the agents are as of that very revision.
        var work = new PostgresBatch(connection);
        work.Begin(PostgresBatch.OneMoment);
        var head = work.Ask(new NpgsqlBatchCommand("select revision from feed.head"), row => row.GetInt64(0));
        var agents = work.Statement("Agents/Postgres/snapshot.sql").ReadLater(Agent);
        await work.CommitAsync(cancellationToken);
        return new AgentSnapshot(head.Single(), agents);
    }

    public async Task<IReadOnlyList<Agent>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement("Agents/Postgres/find.sql").Texts(ids, id => id).ReadAsync(Agent, cancellationToken);
    }

    public async Task<IReadOnlyList<AgentState>> StatesAfterAsync(string lastId, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement("Agents/Postgres/states_after.sql").With(lastId).With(limit, NpgsqlDbType.Integer)
            .ReadAsync(PostgresAgentRow.State, cancellationToken);
    }

    private static Agent Agent(NpgsqlDataReader row) =>
        new AgentRecord(PostgresAgentRow.State(row), PostgresAgentRow.Registration(row))
            .ToAgent(row.Time(PostgresAgentRow.RegistrationColumn + 1));
}
