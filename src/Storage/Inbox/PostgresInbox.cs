using AgentRegistry.Storage.Postgres;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Inbox;

internal sealed class PostgresInbox(PostgresWork work) : IInbox
{
    public async Task<IReadOnlySet<Guid>> ClaimAsync(
        string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        // The few that were here before come back, and not the many that are new.
        var known = await work.Statement("Inbox/postgres_claim.sql")
            .With(consumer)
            .Column(messageIds, NpgsqlDbType.Uuid, id => id)
            .ReadAsync(row => row.GetGuid(0), cancellationToken);
        var claimed = messageIds.ToHashSet();
        claimed.ExceptWith(known);
        return claimed;
    }

    public async Task ReleaseAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        if (messageIds.Count > 0)
        {
            await work.Statement("Inbox/postgres_release.sql").With(consumer).Column(messageIds, NpgsqlDbType.Uuid, id => id).RunLaterAsync();
        }
    }
}
