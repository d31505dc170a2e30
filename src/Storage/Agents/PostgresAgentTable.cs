using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Agents;

internal sealed class PostgresAgentTable(PostgresBatch work) : IAgentTable
{
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    /// <summary>Gives up the ids that were reserved and then not registered. Call it before the commit.</summary>
    public async Task ReleaseAsync()
    {
        if (_reserved.Count > 0)
        {
            await work.Statement("Agents/Postgres/release.sql").Texts(_reserved, id => id).RunLaterAsync();
        }
    }

    public async Task<IReadOnlyDictionary<string, AgentState>> ReadStatesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ById(await work.Sql(AgentColumns.State.In("Agents/Postgres/read_states.sql")).Texts(ids, id => id)
            .ReadAsync(AgentColumns.ReadState, cancellationToken));

    public async Task<IReadOnlyDictionary<string, AgentReport>> ReadReportsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await work.Statement("Agents/Postgres/read_reports.sql").Texts(ids, id => id).ReadAsync(
            row => new AgentReport(
                row.GetString(0), row.GetString(1), WireWords<AgentStatus>.Read(row.GetString(2)), row.Time(3).GetValueOrDefault(), row.GetBoolean(4)),
            cancellationToken)).ToDictionary(report => report.Id, StringComparer.Ordinal);

    public async Task<IReadOnlyDictionary<string, AgentState>> LockStatesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ById(await work.Sql(AgentColumns.State.In("Agents/Postgres/lock_states.sql")).Texts(ids, id => id)
            .ReadAsync(AgentColumns.ReadState, cancellationToken));

    public async Task<IReadOnlyDictionary<string, AgentRecord>> LockRecordsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        _reserved.UnionWith(await work.Statement("Agents/Postgres/reserve.sql").Texts(ids, id => id)
            .ReadAsync(row => row.GetString(0), cancellationToken));
        var rows = await work.Sql(AgentColumns.State.In("Agents/Postgres/lock_records.sql")).Texts(ids, id => id).ReadAsync(AgentColumns.ReadRecord, cancellationToken);
        return rows.OfType<AgentRecord>().ToDictionary(record => record.State.Id, StringComparer.Ordinal);
    }

    public Task SaveStatesAsync(IReadOnlyCollection<AgentState> states, CancellationToken cancellationToken) => SaveAsync(AgentColumns.State, states);

    public async Task SaveRecordsAsync(IReadOnlyCollection<AgentRecord> records, CancellationToken cancellationToken)
    {
        await SaveAsync(AgentColumns.State, [.. records.Select(record => record.State)]);
        await SaveAsync(AgentColumns.Record, records);
        _reserved.ExceptWith(records.Select(record => record.State.Id));
    }

    private Task SaveAsync<TRow>(TableColumns<TRow> columns, IReadOnlyCollection<TRow> rows) =>
        rows.Count == 0 ? Task.CompletedTask : columns.Arrays(work.Sql(columns.In("Agents/Postgres/save.sql")), rows).RunLaterAsync();

    private static Dictionary<string, AgentState> ById(IReadOnlyList<AgentState> states) => states.ToDictionary(state => state.Id, StringComparer.Ordinal);
}
