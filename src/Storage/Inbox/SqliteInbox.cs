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

    public Task ReleaseAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        using var command = connection.Sql("delete from inbox where consumer = $consumer and message_id = $message_id");
        foreach (var id in messageIds)
        {
            command.With("$consumer", consumer).With("$message_id", id).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }
}
