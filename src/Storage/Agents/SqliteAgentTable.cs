using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Agents;

/// <summary>SQLite has one writer: within its transaction every row is locked, and no id needs to be reserved.</summary>
internal sealed class SqliteAgentTable(SqliteConnection connection) : IAgentTable
{
    public Task<IReadOnlyDictionary<string, AgentState>> ReadStatesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, AgentState>>(
            Find(ids, AgentColumns.ReadState).ToDictionary(state => state.Id, StringComparer.Ordinal));

    public async Task<IReadOnlyDictionary<string, AgentReport>> ReadReportsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await ReadStatesAsync(ids, cancellationToken)).ToDictionary(state => state.Key, state => state.Value.Report, StringComparer.Ordinal);

    public Task<IReadOnlyDictionary<string, AgentState>> LockStatesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => ReadStatesAsync(ids, cancellationToken);

    public Task<IReadOnlyDictionary<string, AgentRecord>> LockRecordsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, AgentRecord>>(
            Find(ids, row => AgentColumns.ReadRecord(row)!).ToDictionary(record => record.State.Id, StringComparer.Ordinal));

    public Task SaveStatesAsync(IReadOnlyCollection<AgentState> states, CancellationToken cancellationToken)
    {
        AgentColumns.State.Insert(connection, states, "on conflict (id) do update set {sets excluded}");
        return Task.CompletedTask;
    }

    public async Task SaveRecordsAsync(IReadOnlyCollection<AgentRecord> records, CancellationToken cancellationToken)
    {
        await SaveStatesAsync([.. records.Select(record => record.State)], cancellationToken);
        AgentColumns.Record.Run(connection, "update agent set registration = $registration where id = $id", records);
    }

    private List<T> Find<T>(IReadOnlyCollection<string> ids, Func<SqliteDataReader, T> row)
    {
        using var command = connection.Sql(AgentColumns.State.In("Agents/Sqlite/read.sql"));
        return [.. ids.Distinct(StringComparer.Ordinal).SelectMany(id => command.With("$id", id).ReadKept(row))];
    }
}
