using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Sessions;

internal sealed class SqliteSessionReader(SqliteDatabase database) : ISessionReader
{
    public Task<SessionDetails?> FindAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();

        // One moment for all of it, whoever writes or deletes meanwhile.
        using var transaction = connection.BeginTransaction(deferred: true);
        return Task.FromResult(Find(connection, key) is { } session
            ? SessionRows.Details(session, Messages(connection, key, 0, int.MaxValue), Invocations(connection, key, 0, int.MaxValue))
            : null);
    }

    public Task<SessionContext?> FindContextAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(Of(connection, "context", key).Read(row => new SessionContext
        {
            SessionId = row.GetString(0),
            LastAgentId = row.Text(1),
            LastQuery = row.Text(2),
            LastResponse = row.Text(3),
            UpdatedAt = row.Time(4),
        }).SingleOrDefault());
    }

    public Task<SessionMessagePage?> ListMessagesAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(Find(connection, key) is { } session
            ? SessionRows.Page(key.SessionId, Messages(connection, key, after, limit), session.MessageCount, limit)
            : null);
    }

    public Task<SessionInvocationPage?> ListInvocationsAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(Find(connection, key) is { } session
            ? SessionRows.Page(key.SessionId, Invocations(connection, key, after, limit), session.InvocationCount, limit)
            : null);
    }

    public Task<SessionPage> ListAsync(ListSessions query, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var start = SessionRows.Start(query.Cursor);
        var sessions = connection.Statement("Sessions/Sqlite/list.sql")
            .With("$workspace", query.Workspace)
            .With("$from", query.From ?? DateTimeOffset.MinValue)
            .With("$to", query.To ?? DateTimeOffset.MaxValue)
            .With("$cursor_time", start.CreatedAt)
            .With("$cursor_id", start.SessionId)
            .With("$status", query.Status is { } status ? WireWords<SessionStatus>.Of(status) : null)
            .With("$user_id", query.UserId)
            .With("$agent_id", query.AgentId)
            .With("$limit", query.Limit + 1)
            .Read(Row);
        return Task.FromResult(SessionRows.Page(sessions, query.Limit));
    }

    public Task<SessionAnalysis> AnalyseAsync(AnalyseSessions query, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var tallies = Of(connection, "analysis", query).Read(row =>
            new StatusTally(WireWords<SessionStatus>.Read(row.GetString(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)));
        var agents = Of(connection, "analysis_by_agent", query).With("$limit", SessionRows.MostAgents).Read(row => SessionRows.Use(
            row.GetString(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.IsDBNull(4) ? null : row.GetDouble(4),
            row.IsDBNull(5) ? null : row.GetInt64(5)));
        return Task.FromResult(SessionRows.Analysis(tallies, agents));
    }

    public Task<IReadOnlyList<SessionKey>> FindIdleAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<SessionKey>>(
            connection.Statement("Sessions/Sqlite/idle.sql").With("$since", since).With("$most", most).Read(Key));
    }

    public Task<IReadOnlyList<SessionKey>> FindEndedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<SessionKey>>(
            connection.Statement("Sessions/Sqlite/ended.sql").With("$before", before).With("$most", most).Read(Key));
    }

    private static Session? Find(SqliteConnection connection, SessionKey key) => Of(connection, "find", key).Read(Row).SingleOrDefault();

    private static List<SessionMessage> Messages(SqliteConnection connection, SessionKey key, int after, int limit) =>
        Of(connection, "messages", key).With("$after", after).With("$limit", limit).Read(row => new SessionMessage
        {
            Sequence = row.GetInt32(0),
            Id = row.GetGuid(1),
            Role = WireWords<MessageRole>.Read(row.GetString(2)),
            Content = row.GetString(3),
            Metadata = SessionRows.Metadata(row.Text(4)),
            Timestamp = row.Time(5).GetValueOrDefault(),
        });

    private static List<SessionInvocation> Invocations(SqliteConnection connection, SessionKey key, int after, int limit) =>
        Of(connection, "invocations", key).With("$after", after).With("$limit", limit).Read(row => new SessionInvocation
        {
            Sequence = row.GetInt32(0),
            Id = row.GetGuid(1),
            AgentId = row.GetString(2),
            Query = row.GetString(3),
            Response = row.Text(4),
            Success = row.GetBoolean(5),
            Error = row.Text(6),
            DurationMs = row.IsDBNull(7) ? null : row.GetInt64(7),
            Timestamp = row.Time(8).GetValueOrDefault(),
        });

    private static SqliteCommand Of(SqliteConnection connection, string name, SessionKey key) =>
        connection.Statement($"Sessions/Sqlite/{name}.sql").With("$workspace", key.Workspace).With("$session_id", key.SessionId);

    private static SqliteCommand Of(SqliteConnection connection, string name, AnalyseSessions query) =>
        connection.Statement($"Sessions/Sqlite/{name}.sql")
            .With("$workspace", query.Workspace)
            .With("$from", query.From ?? DateTimeOffset.MinValue)
            .With("$to", query.To ?? DateTimeOffset.MaxValue)
            .With("$user_id", query.UserId);

    private static SessionKey Key(SqliteDataReader row) => new(row.GetString(0), row.GetString(1));

    private static Session Row(SqliteDataReader row) => new()
    {
        Workspace = row.GetString(0),
        SessionId = row.GetString(1),
        UserId = row.GetString(2),
        Status = WireWords<SessionStatus>.Read(row.GetString(3)),
        Metadata = SessionRows.Metadata(row.Text(4)),
        CreatedAt = row.Time(5).GetValueOrDefault(),
        UpdatedAt = row.Time(6).GetValueOrDefault(),
        StatusSince = row.Time(7).GetValueOrDefault(),
        MessageCount = row.GetInt32(8),
        InvocationCount = row.GetInt32(9),
        LastAgentId = row.Text(10),
        Revision = row.GetInt64(11),
    };
}
