using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Inbox;

internal sealed class SqliteInbox(SqliteConnection connection, TimeProvider time) : IInbox
{
    public Task<IReadOnlySet<Guid>> ClaimAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<Guid>>(Claim(consumer, messageIds, _ => null));

    public Task<InboxClaim> ClaimAsync(string consumer, IReadOnlyDictionary<Guid, long> fingerprints, CancellationToken cancellationToken)
    {
        var claimed = Claim(consumer, [.. fingerprints.Keys], id => fingerprints[id]);
        using var look = connection.Sql("select fingerprint from inbox where consumer = $consumer and message_id = $message_id and fingerprint is not null");
        var known = new Dictionary<Guid, long>();
        foreach (var id in fingerprints.Keys.Where(id => !claimed.Contains(id)))
        {
            if (look.With("$consumer", consumer).With("$message_id", id).ReadKept(row => row.GetInt64(0)) is [var fingerprint])
            {
                known.Add(id, fingerprint);
            }
        }

        return Task.FromResult(new InboxClaim(claimed, known));
    }

    public Task ReleaseAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        using var command = connection.Sql("delete from inbox where consumer = $consumer and message_id = $message_id");
        foreach (var id in messageIds)
        {
            command.With("$consumer", consumer).With("$message_id", id).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    private HashSet<Guid> Claim(string consumer, IReadOnlyCollection<Guid> messageIds, Func<Guid, long?> fingerprint)
    {
        var now = time.GetUtcNow();
        using var command = connection.Statement("Inbox/sqlite_claim.sql");
        return
        [
            .. messageIds.Where(id => command
                .With("$consumer", consumer)
                .With("$message_id", id)
                .With("$fingerprint", fingerprint(id))
                .With("$received_at", now)
                .ExecuteNonQuery() == 1),
        ];
    }
}
