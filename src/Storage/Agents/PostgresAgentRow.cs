using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;

namespace AgentRegistry.Storage.Agents;

/// <summary>The columns of registry.agent, in the order in which every statement names them.</summary>
internal static class PostgresAgentRow
{
    public const int RegistrationColumn = 20;

    public static AgentState State(NpgsqlDataReader row) => new()
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

    public static RegisterAgent Registration(NpgsqlDataReader row) => StoredRegistration.Read(row.GetString(RegistrationColumn));
}

/// <summary>A registration as it lies in the tables: the bus's own JSON.</summary>
internal static class StoredRegistration
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(RegisterAgent registration) => JsonSerializer.Serialize(registration, Options);

    public static RegisterAgent Read(string json) =>
        JsonSerializer.Deserialize<RegisterAgent>(json, Options) ?? throw new InvalidOperationException("A stored registration is empty.");
}
