using System.Data.Common;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Sessions;

/// <summary>How sessions and what was said in them lie in the tables.</summary>
internal static class SessionColumns
{
    public static readonly TableColumns<SessionState> State = new(
        "session.session",
        TableColumn<SessionState>.Text("workspace", state => state.Key.Workspace, isKey: true),
        TableColumn<SessionState>.Text("session_id", state => state.Key.SessionId, isKey: true),
        TableColumn<SessionState>.Text("user_id", state => state.UserId),
        TableColumn<SessionState>.Text("status", state => WireWords<SessionStatus>.Of(state.Status)),
        TableColumn<SessionState>.Id("created_by", state => state.CreatedBy),
        TableColumn<SessionState>.Time("created_at", state => state.CreatedAt),
        TableColumn<SessionState>.Time("updated_at", state => state.UpdatedAt),
        TableColumn<SessionState>.Time("status_since", state => state.StatusSince),
        TableColumn<SessionState>.Time("status_commanded_at", state => state.StatusCommandedAt),
        TableColumn<SessionState>.Whole("messages", state => state.Messages),
        TableColumn<SessionState>.Whole("invocations", state => state.Invocations),
        TableColumn<SessionState>.Long("bytes", state => state.Bytes),
        TableColumn<SessionState>.Text("last_agent_id", state => state.LastAgentId),
        TableColumn<SessionState>.Long("revision", state => state.Revision),
        TableColumn<SessionState>.Json("metadata", state => Json(state.Metadata)));

    public static readonly TableColumns<StoredMessage> Message = new(
        "session.message",
        TableColumn<StoredMessage>.Text("workspace", stored => stored.Session.Workspace),
        TableColumn<StoredMessage>.Text("session_id", stored => stored.Session.SessionId),
        TableColumn<StoredMessage>.Whole("sequence", stored => stored.Message.Sequence),
        TableColumn<StoredMessage>.Id("message_id", stored => stored.Message.Id),
        TableColumn<StoredMessage>.Text("role", stored => WireWords<MessageRole>.Of(stored.Message.Role)),
        TableColumn<StoredMessage>.Text("content", stored => stored.Message.Content),
        TableColumn<StoredMessage>.Json("metadata", stored => Json(stored.Message.Metadata)),
        TableColumn<StoredMessage>.Time("occurred_at", stored => stored.Message.Timestamp));

    public static readonly TableColumns<StoredInvocation> Invocation = new(
        "session.invocation",
        TableColumn<StoredInvocation>.Text("workspace", stored => stored.Session.Workspace),
        TableColumn<StoredInvocation>.Text("session_id", stored => stored.Session.SessionId),
        TableColumn<StoredInvocation>.Whole("sequence", stored => stored.Invocation.Sequence),
        TableColumn<StoredInvocation>.Id("invocation_id", stored => stored.Invocation.Id),
        TableColumn<StoredInvocation>.Text("agent_id", stored => stored.Invocation.AgentId),
        TableColumn<StoredInvocation>.Text("query", stored => stored.Invocation.Query),
        TableColumn<StoredInvocation>.Text("response", stored => stored.Invocation.Response),
        TableColumn<StoredInvocation>.Flag("success", stored => stored.Invocation.Success),
        TableColumn<StoredInvocation>.Text("error", stored => stored.Invocation.Error),
        TableColumn<StoredInvocation>.Long("duration_ms", stored => stored.Invocation.DurationMs),
        TableColumn<StoredInvocation>.Time("occurred_at", stored => stored.Invocation.Timestamp));

    /// <summary>A session that is read to be changed has no metadata; saving it without keeps what is there.</summary>
    public const string Saved = "on conflict (workspace, session_id) do update set {sets excluded without metadata}, metadata = coalesce(excluded.metadata, session.metadata)";

    public static SessionKey Key(DbDataReader row) => new(row.GetString(0), row.GetString(1));

    /// <summary>From all columns but the metadata.</summary>
    public static SessionState Read(DbDataReader row) => new()
    {
        Key = Key(row),
        UserId = row.GetString(2),
        Status = WireWords<SessionStatus>.Read(row.GetString(3)),
        CreatedBy = row.GetGuid(4),
        CreatedAt = row.Time(5).GetValueOrDefault(),
        UpdatedAt = row.Time(6).GetValueOrDefault(),
        StatusSince = row.Time(7).GetValueOrDefault(),
        StatusCommandedAt = row.Time(8),
        Messages = row.GetInt32(9),
        Invocations = row.GetInt32(10),
        Bytes = row.GetInt64(11),
        LastAgentId = row.Text(12),
        Revision = row.GetInt64(13),
    };

    private static string? Json(JsonElement? metadata) => metadata is { ValueKind: JsonValueKind.Object } element ? element.GetRawText() : null;
}
