using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Sessions;

/// <summary>SQLite takes one writer at a time: whoever has the turn holds every row.</summary>
internal sealed class SqliteSessionTable(SqliteConnection connection) : ISessionTable
{
    public Task<IReadOnlyDictionary<SessionKey, SessionState>> LockAsync(
        IReadOnlyCollection<SessionKey> keys, IReadOnlyCollection<SessionKey> created, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Sessions/Sqlite/lock.sql");
        var states = keys.SelectMany(key => Keyed(command, key).ReadKept(State)).ToDictionary(state => state.Key);
        return Task.FromResult<IReadOnlyDictionary<SessionKey, SessionState>>(states);
    }

    public Task<IReadOnlySet<SessionEntryKey>> FindKnownMessagesAsync(
        IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken) => Task.FromResult(Known(
        "select 1 from session_message where workspace = $workspace and session_id = $session_id and message_id = $id", ids));

    public Task<IReadOnlySet<SessionEntryKey>> FindKnownInvocationsAsync(
        IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken) => Task.FromResult(Known(
        "select 1 from session_invocation where workspace = $workspace and session_id = $session_id and invocation_id = $id", ids));

    public Task DeleteAsync(IReadOnlyCollection<SessionKey> keys, CancellationToken cancellationToken)
    {
        using var command = connection.Sql("delete from session where workspace = $workspace and session_id = $session_id");
        foreach (var key in keys)
        {
            Keyed(command, key).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task SaveAsync(IReadOnlyCollection<SessionState> states, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Sessions/Sqlite/save.sql");
        foreach (var state in states)
        {
            Keyed(command, state.Key)
                .With("$user_id", state.UserId)
                .With("$status", WireWords<SessionStatus>.Of(state.Status))
                .With("$metadata", SessionColumns.Json(state.Metadata))
                .With("$created_by", state.CreatedBy)
                .With("$created_at", state.CreatedAt)
                .With("$updated_at", state.UpdatedAt)
                .With("$status_since", state.StatusSince)
                .With("$status_commanded_at", state.StatusCommandedAt)
                .With("$messages", state.Messages)
                .With("$invocations", state.Invocations)
                .With("$bytes", state.Bytes)
                .With("$last_agent_id", state.LastAgentId)
                .With("$revision", state.Revision)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task AddMessagesAsync(IReadOnlyCollection<StoredMessage> messages, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Sessions/Sqlite/add_message.sql");
        foreach (var (session, message) in messages)
        {
            Keyed(command, session)
                .With("$sequence", message.Sequence)
                .With("$message_id", message.Id)
                .With("$role", WireWords<MessageRole>.Of(message.Role))
                .With("$content", message.Content)
                .With("$metadata", SessionColumns.Json(message.Metadata))
                .With("$occurred_at", message.Timestamp)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task AddInvocationsAsync(IReadOnlyCollection<StoredInvocation> invocations, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Sessions/Sqlite/add_invocation.sql");
        foreach (var (session, invocation) in invocations)
        {
            Keyed(command, session)
                .With("$sequence", invocation.Sequence)
                .With("$invocation_id", invocation.Id)
                .With("$agent_id", invocation.AgentId)
                .With("$query", invocation.Query)
                .With("$response", invocation.Response)
                .With("$success", invocation.Success)
                .With("$error", invocation.Error)
                .With("$duration_ms", invocation.DurationMs)
                .With("$occurred_at", invocation.Timestamp)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    private IReadOnlySet<SessionEntryKey> Known(string sql, IReadOnlyCollection<SessionEntryKey> ids)
    {
        using var command = connection.Sql(sql);
        return ids.Where(id => Keyed(command, id.Session).With("$id", id.Id).ReadKept(row => row.GetInt64(0)).Count > 0).ToHashSet();
    }

    private static SqliteCommand Keyed(SqliteCommand command, SessionKey key) =>
        command.With("$workspace", key.Workspace).With("$session_id", key.SessionId);

    private static SessionState State(SqliteDataReader row) => new()
    {
        Key = new SessionKey(row.GetString(0), row.GetString(1)),
        UserId = row.GetString(2),
        Status = WireWords<SessionStatus>.Read(row.GetString(3)),
        CreatedBy = row.GetGuid(4),
        CreatedAt = row.Time(5).GetValueOrDefault(),
        UpdatedAt = row.Time(6).GetValueOrDefault(),
        StatusSince = row.Time(7).GetValueOrDefault(),
        StatusCommandedAt = row.Time(8),
        Messages = row.GetInt32(9),
        Invocations = row.GetInt32(10),
        Bytes = row.GetInt64(11),
        LastAgentId = row.Text(12),
        Revision = row.GetInt64(13),
    };
}
