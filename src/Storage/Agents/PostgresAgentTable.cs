using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using NpgsqlTypes;

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
        ById(await work.Statement("Agents/Postgres/read_states.sql").Texts(ids, id => id)
            .ReadAsync(PostgresAgentRow.State, cancellationToken));

    public async Task<IReadOnlyDictionary<string, AgentReport>> ReadReportsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await work.Statement("Agents/Postgres/read_reports.sql").Texts(ids, id => id).ReadAsync(
            row => new AgentReport(
                row.GetString(0), row.GetString(1), WireWords<AgentStatus>.Read(row.GetString(2)), row.Time(3).GetValueOrDefault(), row.GetBoolean(4)),
            cancellationToken)).ToDictionary(report => report.Id, StringComparer.Ordinal);

    public async Task<IReadOnlyDictionary<string, AgentState>> LockStatesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ById(await work.Statement("Agents/Postgres/lock_states.sql").Texts(ids, id => id)
            .ReadAsync(PostgresAgentRow.State, cancellationToken));

    public async Task<IReadOnlyDictionary<string, AgentRecord>> LockRecordsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        _reserved.UnionWith(await work.Statement("Agents/Postgres/reserve.sql").Texts(ids, id => id)
            .ReadAsync(row => row.GetString(0), cancellationToken));
        var rows = await work.Statement("Agents/Postgres/lock_records.sql").Texts(ids, id => id).ReadAsync(
            row => row.IsDBNull(PostgresAgentRow.RegistrationColumn)
                ? null
                : new AgentRecord(PostgresAgentRow.State(row), PostgresAgentRow.Registration(row)),
            cancellationToken);
        return rows.OfType<AgentRecord>().ToDictionary(record => record.State.Id, StringComparer.Ordinal);
    }

    public async Task SaveStatesAsync(IReadOnlyCollection<AgentState> states, CancellationToken cancellationToken)
    {
        if (states.Count > 0)
        {
            await work.Statement("Agents/Postgres/save_states.sql")
                .Texts(states, state => state.Id)
                .Texts(states, state => state.Workspace)
                .Column(states, NpgsqlDbType.Integer, state => state.IntervalSeconds)
                .Times(states, state => state.StartedAt)
                .Times(states, state => state.SentAt)
                .Texts(states, state => WireWords<AgentStatus>.Of(state.ReportedStatus))
                .Times(states, state => state.ReportedAt)
                .Texts(states, state => WireWords<AgentHealth>.Of(state.Health))
                .Texts(states, state => state.HealthReason)
                .Times(states, state => state.HealthSince)
                .Column(states, NpgsqlDbType.Boolean, state => state.Enabled)
                .Column(states, NpgsqlDbType.Boolean, state => state.Draining)
                .Times(states, state => state.LastHeartbeat)
                .Times(states, state => state.StatusCommandedAt)
                .Times(states, state => state.CapabilitiesCommandedAt)
                .Times(states, state => state.RegisteredAt)
                .Times(states, state => state.UpdatedAt)
                .Longs(states, state => state.Revision)
                .Times(states, state => state.DeletedAt)
                .Column(states, NpgsqlDbType.Integer, state => state.RegistrationVersion)
                .RunLaterAsync();
        }
    }

    public async Task SaveRecordsAsync(IReadOnlyCollection<AgentRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count > 0)
        {
            await SaveStatesAsync([.. records.Select(record => record.State)], cancellationToken);
            await work.Statement("Agents/Postgres/save_registrations.sql")
                .Texts(records, record => record.State.Id)
                .Column(records, NpgsqlDbType.Json, record => StoredRegistration.Write(record.Registration))
                .RunLaterAsync();
            _reserved.ExceptWith(records.Select(record => record.State.Id));
        }
    }

    private static Dictionary<string, AgentState> ById(IReadOnlyList<AgentState> states) => states.ToDictionary(state => state.Id, StringComparer.Ordinal);
}
