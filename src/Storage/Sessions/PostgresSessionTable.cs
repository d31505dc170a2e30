using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Sessions;

internal sealed class PostgresSessionTable(PostgresBatch work) : ISessionTable
{
    private readonly HashSet<SessionKey> _reserved = [];

    /// <summary>Gives up the ids that were reserved and then not created. Call it before the commit.</summary>
    public async Task ReleaseAsync()
    {
        if (_reserved.Count > 0)
        {
            await Keyed("release", _reserved).RunLaterAsync();
        }
    }

    public async Task<IReadOnlyDictionary<SessionKey, SessionState>> LockAsync(
        IReadOnlyCollection<SessionKey> keys, IReadOnlyCollection<SessionKey> created, CancellationToken cancellationToken)
    {
        if (created.Count > 0)
        {
            _reserved.UnionWith(await Keyed("reserve", created).ReadAsync(Key, cancellationToken));
        }

        var states = await Keyed("lock", keys).ReadAsync(row => row.IsDBNull(4) ? null : State(row), cancellationToken);
        return states.OfType<SessionState>().ToDictionary(state => state.Key);
    }

    public async Task<IReadOnlySet<SessionEntryKey>> FindKnownMessagesAsync(
        IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken) => await KnownAsync("known_messages", ids, cancellationToken);

    public async Task<IReadOnlySet<SessionEntryKey>> FindKnownInvocationsAsync(
        IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken) => await KnownAsync("known_invocations", ids, cancellationToken);

    public async Task DeleteAsync(IReadOnlyCollection<SessionKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            await Keyed("delete", keys).RunLaterAsync();
        }
    }

    public async Task SaveAsync(IReadOnlyCollection<SessionState> states, CancellationToken cancellationToken)
    {
        if (states.Count == 0)
        {
            return;
        }

        var sorted = states.OrderBy(state => state.Key, SessionKey.LockOrder).ToList();
        await work.Statement("Sessions/Postgres/save.sql")
            .Texts(sorted, state => state.Key.Workspace)
            .Texts(sorted, state => state.Key.SessionId)
            .Texts(sorted, state => state.UserId)
            .Texts(sorted, state => WireWords<SessionStatus>.Of(state.Status))
            .Column(sorted, NpgsqlDbType.Json, state => SessionColumns.Json(state.Metadata))
            .Column(sorted, NpgsqlDbType.Uuid, state => state.CreatedBy)
            .Times(sorted, state => state.CreatedAt)
            .Times(sorted, state => state.UpdatedAt)
            .Times(sorted, state => state.StatusSince)
            .Times(sorted, state => state.StatusCommandedAt)
            .Column(sorted, NpgsqlDbType.Integer, state => state.Messages)
            .Column(sorted, NpgsqlDbType.Integer, state => state.Invocations)
            .Longs(sorted, state => state.Bytes)
            .Texts(sorted, state => state.LastAgentId)
            .Longs(sorted, state => state.Revision)
            .RunLaterAsync();
        _reserved.ExceptWith(sorted.Select(state => state.Key));
    }

    public async Task AddMessagesAsync(IReadOnlyCollection<StoredMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count > 0)
        {
            await work.Statement("Sessions/Postgres/add_messages.sql")
                .Texts(messages, stored => stored.Session.Workspace)
                .Texts(messages, stored => stored.Session.SessionId)
                .Column(messages, NpgsqlDbType.Integer, stored => stored.Message.Sequence)
                .Column(messages, NpgsqlDbType.Uuid, stored => stored.Message.Id)
                .Texts(messages, stored => WireWords<MessageRole>.Of(stored.Message.Role))
                .Texts(messages, stored => stored.Message.Content)
                .Column(messages, NpgsqlDbType.Json, stored => SessionColumns.Json(stored.Message.Metadata))
                .Times(messages, stored => stored.Message.Timestamp)
                .RunLaterAsync();
        }
    }

    public async Task AddInvocationsAsync(IReadOnlyCollection<StoredInvocation> invocations, CancellationToken cancellationToken)
    {
        if (invocations.Count > 0)
        {
            await work.Statement("Sessions/Postgres/add_invocations.sql")
                .Texts(invocations, stored => stored.Session.Workspace)
                .Texts(invocations, stored => stored.Session.SessionId)
                .Column(invocations, NpgsqlDbType.Integer, stored => stored.Invocation.Sequence)
                .Column(invocations, NpgsqlDbType.Uuid, stored => stored.Invocation.Id)
                .Texts(invocations, stored => stored.Invocation.AgentId)
                .Texts(invocations, stored => stored.Invocation.Query)
                .Texts(invocations, stored => stored.Invocation.Response)
                .Column(invocations, NpgsqlDbType.Boolean, stored => stored.Invocation.Success)
                .Texts(invocations, stored => stored.Invocation.Error)
                .Column(invocations, NpgsqlDbType.Bigint, stored => stored.Invocation.DurationMs)
                .Times(invocations, stored => stored.Invocation.Timestamp)
                .RunLaterAsync();
        }
    }

    private async Task<IReadOnlySet<SessionEntryKey>> KnownAsync(
        string name, IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? new HashSet<SessionEntryKey>()
        : (await Keyed(name, [.. ids.Select(id => id.Session)])
            .Column(ids, NpgsqlDbType.Uuid, id => id.Id)
            .ReadAsync(row => new SessionEntryKey(Key(row), row.GetGuid(2)), cancellationToken)).ToHashSet();

    private PostgresStatement Keyed(string name, IReadOnlyCollection<SessionKey> keys) => work.Statement($"Sessions/Postgres/{name}.sql")
        .Texts(keys, key => key.Workspace)
        .Texts(keys, key => key.SessionId);

    private static SessionKey Key(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1));

    private static SessionState State(NpgsqlDataReader row) => new()
    {
        Key = Key(row),
        UserId = row.GetString(2),
        Status = WireWords<SessionStatus>.Read(row.GetString(3)),
        CreatedBy = row.GetGuid(4),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(6),
        StatusSince = row.GetFieldValue<DateTimeOffset>(7),
        StatusCommandedAt = row.Time(8),
        Messages = row.GetInt32(9),
        Invocations = row.GetInt32(10),
        Bytes = row.GetInt64(11),
        LastAgentId = row.Nullable<string>(12),
        Revision = row.GetInt64(13),
    };
}
