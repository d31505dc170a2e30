using System.Data;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Agents;

internal sealed class PostgresAgentReader(NpgsqlDataSource source) : IAgentReader
{
    public async Task<AgentSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // One view of both: the agents are as of that very revision.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var head = new NpgsqlCommand("select revision from feed.head", connection);
        var revision = (long)(await head.ExecuteScalarAsync(cancellationToken))!;
        var agents = await connection.Statement("Agents/Postgres/snapshot.sql").ReadAsync(Agent, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AgentSnapshot(revision, agents);
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
