using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Agents;

/// <summary>The columns of agent, in the order in which every statement names them.</summary>
internal static class SqliteAgentRow
{
    public const int RegistrationColumn = 20;

    public static AgentState State(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Workspace = row.GetString(1),
        IntervalSeconds = row.GetInt32(2),
        StartedAt = row.Time(3),
        SentAt = row.Time(4).GetValueOrDefault(),
        ReportedStatus = WireWords<AgentStatus>.Read(row.GetString(5)),
        ReportedAt = row.Time(6).GetValueOrDefault(),
        Health = WireWords<AgentHealth>.Read(row.GetString(7)),
        HealthReason = row.GetString(8),
        HealthSince = row.Time(9).GetValueOrDefault(),
        Enabled = row.GetBoolean(10),
        Draining = row.GetBoolean(11),
        LastHeartbeat = row.Time(12),
        StatusCommandedAt = row.Time(13),
        CapabilitiesCommandedAt = row.Time(14),
        RegisteredAt = row.Time(15).GetValueOrDefault(),
        UpdatedAt = row.Time(16).GetValueOrDefault(),
        Revision = row.GetInt64(17),
        DeletedAt = row.Time(18),
        RegistrationVersion = row.GetInt32(19),
    };

    public static AgentRecord Record(SqliteDataReader row) => new(State(row), StoredRegistration.Read(row.GetString(RegistrationColumn)));
}
