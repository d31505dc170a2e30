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
            _reserved.UnionWith(await Keyed("reserve", created).ReadAsync(SessionColumns.Key, cancellationToken));
        }

        var states = await Keyed(work.Sql(SessionColumns.State.In("Sessions/Postgres/lock.sql")), keys)
            .ReadAsync(row => row.IsDBNull(4) ? null : SessionColumns.Read(row), cancellationToken);
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
        await SessionColumns.State.InsertLaterAsync(work, [.. states.OrderBy(state => state.Key, SessionKey.LockOrder)], SessionColumns.Saved);
        _reserved.ExceptWith(states.Select(state => state.Key));
    }

    public Task AddMessagesAsync(IReadOnlyCollection<StoredMessage> messages, CancellationToken cancellationToken) =>
        SessionColumns.Message.InsertLaterAsync(work, messages);

    public Task AddInvocationsAsync(IReadOnlyCollection<StoredInvocation> invocations, CancellationToken cancellationToken) =>
        SessionColumns.Invocation.InsertLaterAsync(work, invocations);

    private async Task<IReadOnlySet<SessionEntryKey>> KnownAsync(
        string name, IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? new HashSet<SessionEntryKey>()
        : (await Keyed(name, [.. ids.Select(id => id.Session)])
            .Column(ids, NpgsqlDbType.Uuid, id => id.Id)
            .ReadAsync(row => new SessionEntryKey(SessionColumns.Key(row), row.GetGuid(2)), cancellationToken)).ToHashSet();

    private PostgresStatement Keyed(string name, IReadOnlyCollection<SessionKey> keys) => Keyed(work.Statement($"Sessions/Postgres/{name}.sql"), keys);

    private static PostgresStatement Keyed(PostgresStatement statement, IReadOnlyCollection<SessionKey> keys) =>
        statement.Texts(keys, key => key.Workspace).Texts(keys, key => key.SessionId);
}
