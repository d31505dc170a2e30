using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Sessions;

internal sealed class PostgresSessionReader(NpgsqlDataSource source) : ISessionReader
{
    public async Task<SessionDetails?> FindAsync(SessionKey key, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // One moment for all of it, whoever writes or deletes meanwhile.
        var work = new PostgresBatch(connection);
        work.Begin(PostgresBatch.OneMoment);
        var sessions = Of(work, "find", key).ReadLater(Row);
        var messages = Of(work, "messages", key).ReadLater(Message);
        var invocations = Of(work, "invocations", key).ReadLater(Invocation);
        await work.CommitAsync(cancellationToken);
        return sessions.Count == 0 ? null : SessionRows.Details(sessions[0], messages, invocations);
    }

    public async Task<SessionContext?> FindContextAsync(SessionKey key, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var contexts = await Of(connection, "context", key).ReadAsync(
            row => new SessionContext
            {
                SessionId = row.GetString(0),
                LastAgentId = row.Nullable<string>(1),
                LastQuery = row.Nullable<string>(2),
                LastResponse = row.Nullable<string>(3),
                UpdatedAt = row.Time(4),
            },
            cancellationToken);
        return contexts.SingleOrDefault();
    }

    public async Task<SessionMessagePage?> ListMessagesAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await Of(connection, "page_of_messages", key).With(after, NpgsqlDbType.Integer).With(limit, NpgsqlDbType.Integer).ReadAsync(
            row => (Message: row.IsDBNull(0) ? null : Message(row), Total: row.GetInt32(6)), cancellationToken);
        return rows.Count == 0
            ? null
            : SessionRows.Page(key.SessionId, [.. rows.Select(row => row.Message).OfType<SessionMessage>()], rows[0].Total, limit);
    }

    public async Task<SessionInvocationPage?> ListInvocationsAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await Of(connection, "page_of_invocations", key).With(after, NpgsqlDbType.Integer).With(limit, NpgsqlDbType.Integer).ReadAsync(
            row => (Invocation: row.IsDBNull(0) ? null : Invocation(row), Total: row.GetInt32(9)), cancellationToken);
        return rows.Count == 0
            ? null
            : SessionRows.Page(key.SessionId, [.. rows.Select(row => row.Invocation).OfType<SessionInvocation>()], rows[0].Total, limit);
    }

    public async Task<SessionPage> ListAsync(ListSessions query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var start = SessionRows.Start(query.Cursor);
        var name = query.AgentId is not null ? "list_of_agent" : query.UserId is not null ? "list_of_user" : "list";
        var statement = connection.Statement($"Sessions/Postgres/{name}.sql")
            .With(query.Workspace)
            .With(query.From ?? DateTimeOffset.MinValue)
            .With(query.To ?? DateTimeOffset.MaxValue)
            .With(start.CreatedAt)
            .With(start.SessionId)
            .With(query.Status is { } status ? WireWords<SessionStatus>.Of(status) : null, NpgsqlDbType.Text)
            .With(query.Limit + 1, NpgsqlDbType.Integer);
        if (query.UserId is not null || query.AgentId is not null)
        {
            statement = statement.With(query.UserId, NpgsqlDbType.Text);
        }

        if (query.AgentId is not null)
        {
            statement = statement.With(query.AgentId);
        }

        return SessionRows.Page(await statement.ReadAsync(Row, cancellationToken), query.Limit);
    }

    public async Task<SessionAnalysis> AnalyseAsync(AnalyseSessions query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var tallies = await Of(connection, "analysis", query).ReadAsync(
            row => new StatusTally(WireWords<SessionStatus>.Read(row.GetString(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), cancellationToken);
        var agents = await Of(connection, "analysis_by_agent", query).With(SessionRows.MostAgents, NpgsqlDbType.Integer).ReadAsync(
            row => SessionRows.Use(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.IsDBNull(4) ? null : row.GetDouble(4),
                row.IsDBNull(5) ? null : row.GetInt64(5)),
            cancellationToken);
        return SessionRows.Analysis(tallies, agents);
    }

    public Task<IReadOnlyList<SessionKey>> FindIdleAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        KeysAsync("idle", since, most, cancellationToken);

    public Task<IReadOnlyList<SessionKey>> FindEndedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        KeysAsync("ended", before, most, cancellationToken);

    private async Task<IReadOnlyList<SessionKey>> KeysAsync(string name, DateTimeOffset time, int most, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement($"Sessions/Postgres/{name}.sql").With(time).With(most, NpgsqlDbType.Integer)
            .ReadAsync(row => new SessionKey(row.GetString(0), row.GetString(1)), cancellationToken);
    }

    private static SessionMessage Message(NpgsqlDataReader row) => new()
    {
        Sequence = row.GetInt32(0),
        Id = row.GetGuid(1),
        Role = WireWords<MessageRole>.Read(row.GetString(2)),
        Content = row.GetString(3),
        Metadata = SessionRows.Metadata(row.Nullable<string>(4)),
        Timestamp = row.GetFieldValue<DateTimeOffset>(5),
    };

    private static SessionInvocation Invocation(NpgsqlDataReader row) => new()
    {
        Sequence = row.GetInt32(0),
        Id = row.GetGuid(1),
        AgentId = row.GetString(2),
        Query = row.GetString(3),
        Response = row.Nullable<string>(4),
        Success = row.GetBoolean(5),
        Error = row.Nullable<string>(6),
        DurationMs = row.IsDBNull(7) ? null : row.GetInt64(7),
        Timestamp = row.GetFieldValue<DateTimeOffset>(8),
    };

    private static PostgresStatement Of(NpgsqlConnection connection, string name, SessionKey key) => Of(new PostgresBatch(connection), name, key);

    private static PostgresStatement Of(PostgresBatch work, string name, SessionKey key) =>
        work.Statement($"Sessions/Postgres/{name}.sql").With(key.Workspace).With(key.SessionId);

    private static PostgresStatement Of(NpgsqlConnection connection, string name, AnalyseSessions query) =>
        connection.Statement($"Sessions/Postgres/{name}.sql")
            .With(query.Workspace)
            .With(query.From ?? DateTimeOffset.MinValue)
            .With(query.To ?? DateTimeOffset.MaxValue)
            .With(query.UserId, NpgsqlDbType.Text);

    private static Session Row(NpgsqlDataReader row) => new()
    {
        Workspace = row.GetString(0),
        SessionId = row.GetString(1),
        UserId = row.GetString(2),
        Status = WireWords<SessionStatus>.Read(row.GetString(3)),
        Metadata = SessionRows.Metadata(row.Nullable<string>(4)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(6),
        StatusSince = row.GetFieldValue<DateTimeOffset>(7),
        MessageCount = row.GetInt32(8),
        InvocationCount = row.GetInt32(9),
        LastAgentId = row.Nullable<string>(10),
        Revision = row.GetInt64(11),
    };
}
