using System.Data.Common;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Agents;

/// <summary>How agents lie in their table.</summary>
internal static class AgentColumns
{
    /// <summary>Where the registration comes after a state.</summary>
    public const int Registration = 20;

    public static readonly TableColumns<AgentState> State = new(
        "registry.agent",
        TableColumn<AgentState>.Text("id", state => state.Id, isKey: true),
        TableColumn<AgentState>.Text("workspace", state => state.Workspace),
        TableColumn<AgentState>.Whole("interval_seconds", state => state.IntervalSeconds),
        TableColumn<AgentState>.Time("started_at", state => state.StartedAt),
        TableColumn<AgentState>.Time("sent_at", state => state.SentAt),
        TableColumn<AgentState>.Text("reported_status", state => WireWords<AgentStatus>.Of(state.ReportedStatus)),
        TableColumn<AgentState>.Time("reported_at", state => state.ReportedAt),
        TableColumn<AgentState>.Text("health", state => WireWords<AgentHealth>.Of(state.Health)),
        TableColumn<AgentState>.Text("health_reason", state => state.HealthReason),
        TableColumn<AgentState>.Time("health_since", state => state.HealthSince),
        TableColumn<AgentState>.Flag("enabled", state => state.Enabled),
        TableColumn<AgentState>.Flag("draining", state => state.Draining),
        TableColumn<AgentState>.Time("last_heartbeat", state => state.LastHeartbeat),
        TableColumn<AgentState>.Time("status_commanded_at", state => state.StatusCommandedAt),
        TableColumn<AgentState>.Time("capabilities_commanded_at", state => state.CapabilitiesCommandedAt),
        TableColumn<AgentState>.Time("registered_at", state => state.RegisteredAt),
        TableColumn<AgentState>.Time("updated_at", state => state.UpdatedAt),
        TableColumn<AgentState>.Long("revision", state => state.Revision),
        TableColumn<AgentState>.Time("deleted_at", state => state.DeletedAt),
        TableColumn<AgentState>.Whole("registration_version", state => state.RegistrationVersion));

    /// <summary>What a registration writes beside the state.</summary>
    public static readonly TableColumns<AgentRecord> Record = new(
        "registry.agent",
        TableColumn<AgentRecord>.Text("id", record => record.State.Id, isKey: true),
        TableColumn<AgentRecord>.Json("registration", record => StoredRegistration.Write(record.Registration)));

    public static AgentState ReadState(DbDataReader row) => new()
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

    /// <summary>Null of an id that is only reserved.</summary>
    public static AgentRecord? ReadRecord(DbDataReader row) =>
        row.Text(Registration) is { } registration ? new(ReadState(row), StoredRegistration.Read(registration)) : null;
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
