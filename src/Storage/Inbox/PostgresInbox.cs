using AgentRegistry.Storage.Sql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Inbox;

internal sealed class PostgresInbox(PostgresBatch work) : IInbox
{
    public async Task<IReadOnlySet<Guid>> ClaimAsync(
        string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken) =>
        (await ClaimAsync(consumer, messageIds, _ => null, cancellationToken)).Fresh;

    public Task<InboxClaim> ClaimAsync(string consumer, IReadOnlyDictionary<Guid, long> fingerprints, CancellationToken cancellationToken) =>
        ClaimAsync(consumer, [.. fingerprints.Keys], id => fingerprints[id], cancellationToken);

    public async Task ReleaseAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        if (messageIds.Count > 0)
        {
            await work.Statement("Inbox/postgres_release.sql").With(consumer).Column(messageIds, NpgsqlDbType.Uuid, id => id).RunLaterAsync();
        }
    }

    private async Task<InboxClaim> ClaimAsync(
        string consumer, IReadOnlyCollection<Guid> messageIds, Func<Guid, long?> fingerprint, CancellationToken cancellationToken)
    {
        // The few that were here before come back, and not the many that are new.
        var known = await work.Statement("Inbox/postgres_claim.sql")
            .With(consumer)
            .Column(messageIds, NpgsqlDbType.Uuid, id => id)
            .Column(messageIds, NpgsqlDbType.Bigint, fingerprint)
            .ReadAsync(row => (Id: row.GetGuid(0), Fingerprint: row.Long(1)), cancellationToken);
        var claimed = messageIds.ToHashSet();
        claimed.ExceptWith(known.Select(message => message.Id));
        return new InboxClaim(
            claimed, known.Where(message => message.Fingerprint is not null).DistinctBy(message => message.Id).ToDictionary(message => message.Id, message => message.Fingerprint!.Value));
    }
}
