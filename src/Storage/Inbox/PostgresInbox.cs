using AgentRegistry.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Inbox;

internal sealed class PostgresInbox(NpgsqlConnection connection) : IInbox
{
    public async Task<IReadOnlySet<Guid>> ClaimAsync(
        string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken) =>
        (await connection.Statement("Inbox/postgres_claim.sql")
            .With(consumer)
            .Column(messageIds, NpgsqlDbType.Uuid, id => id)
            .ReadAsync(row => row.GetGuid(0), cancellationToken)).ToHashSet();
}
