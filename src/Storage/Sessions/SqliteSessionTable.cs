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
        using var command = connection.Sql(SessionColumns.State.In("Sessions/Sqlite/lock.sql"));
        var states = keys.SelectMany(key => Keyed(command, key).ReadKept(SessionColumns.Read)).ToDictionary(state => state.Key);
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
        SessionColumns.State.Insert(connection, states, SessionColumns.Saved);
        return Task.CompletedTask;
    }

    public Task AddMessagesAsync(IReadOnlyCollection<StoredMessage> messages, CancellationToken cancellationToken)
    {
        SessionColumns.Message.Insert(connection, messages);
        return Task.CompletedTask;
    }

    public Task AddInvocationsAsync(IReadOnlyCollection<StoredInvocation> invocations, CancellationToken cancellationToken)
    {
        SessionColumns.Invocation.Insert(connection, invocations);
        return Task.CompletedTask;
    }

    private IReadOnlySet<SessionEntryKey> Known(string sql, IReadOnlyCollection<SessionEntryKey> ids)
    {
        using var command = connection.Sql(sql);
        return ids.Where(id => Keyed(command, id.Session).With("$id", id.Id).ReadKept(row => row.GetInt64(0)).Count > 0).ToHashSet();
    }

    private static SqliteCommand Keyed(SqliteCommand command, SessionKey key) =>
        command.With("$workspace", key.Workspace).With("$session_id", key.SessionId);
}
