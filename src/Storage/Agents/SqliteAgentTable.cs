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
            Find(ids, "Agents/Sqlite/read_state.sql", SqliteAgentRow.State).ToDictionary(state => state.Id, StringComparer.Ordinal));

    public async Task<IReadOnlyDictionary<string, AgentReport>> ReadReportsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await ReadStatesAsync(ids, cancellationToken)).ToDictionary(state => state.Key, state => state.Value.Report, StringComparer.Ordinal);

    public Task<IReadOnlyDictionary<string, AgentState>> LockStatesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => ReadStatesAsync(ids, cancellationToken);

    public Task<IReadOnlyDictionary<string, AgentRecord>> LockRecordsAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, AgentRecord>>(
            Find(ids, "Agents/Sqlite/read_record.sql", SqliteAgentRow.Record).ToDictionary(record => record.State.Id, StringComparer.Ordinal));

    public Task SaveStatesAsync(IReadOnlyCollection<AgentState> states, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Agents/Sqlite/save_state.sql");
        foreach (var state in states)
        {
            command
                .With("$id", state.Id)
                .With("$workspace", state.Workspace)
                .With("$interval_seconds", state.IntervalSeconds)
                .With("$started_at", state.StartedAt)
                .With("$sent_at", state.SentAt)
                .With("$reported_status", WireWords<AgentStatus>.Of(state.ReportedStatus))
                .With("$reported_at", state.ReportedAt)
                .With("$health", WireWords<AgentHealth>.Of(state.Health))
                .With("$health_reason", state.HealthReason)
                .With("$health_since", state.HealthSince)
                .With("$enabled", state.Enabled)
                .With("$draining", state.Draining)
                .With("$last_heartbeat", state.LastHeartbeat)
                .With("$status_commanded_at", state.StatusCommandedAt)
                .With("$capabilities_commanded_at", state.CapabilitiesCommandedAt)
                .With("$registered_at", state.RegisteredAt)
                .With("$updated_at", state.UpdatedAt)
                .With("$revision", state.Revision)
                .With("$deleted_at", state.DeletedAt)
                .With("$registration_version", state.RegistrationVersion)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public async Task SaveRecordsAsync(IReadOnlyCollection<AgentRecord> records, CancellationToken cancellationToken)
    {
        await SaveStatesAsync([.. records.Select(record => record.State)], cancellationToken);
        using var command = connection.Statement("Agents/Sqlite/save_registration.sql");
        foreach (var record in records)
        {
            command
                .With("$id", record.State.Id)
                .With("$registration", StoredRegistration.Write(record.Registration))
                .ExecuteNonQuery();
        }
    }

    private List<T> Find<T>(IReadOnlyCollection<string> ids, string statement, Func<SqliteDataReader, T> row)
    {
        using var command = connection.Statement(statement);
        return [.. ids.Distinct(StringComparer.Ordinal).SelectMany(id => command.With("$id", id).ReadKept(row))];
    }
}
