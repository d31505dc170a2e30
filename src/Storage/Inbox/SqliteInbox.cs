using AgentRegistry.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Inbox;

internal sealed class SqliteInbox(SqliteConnection connection, TimeProvider time) : IInbox
{
    public Task<IReadOnlySet<Guid>> ClaimAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var command = connection.Statement("Inbox/sqlite_claim.sql");
        var claimed = messageIds.Where(id => command
            .With("$consumer", consumer)
            .With("$message_id", id)
            .With("$received_at", now)
            .ExecuteNonQuery() == 1);
        return Task.FromResult<IReadOnlySet<Guid>>(claimed.ToHashSet());
    }
}
