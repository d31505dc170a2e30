using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Evidence;

internal sealed class EvidenceReader(SqlSource sql) : IEvidenceReader
{
    public Task<IReadOnlyList<EvidenceRow>> ReadAsync(long after, long upTo, int most, CancellationToken cancellationToken) => sql.ReadAsync(
        EmbeddedText.Read("Evidence/read.sql"),
        row => new EvidenceRow(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3).GetValueOrDefault(), row.GetInt64(4)),
        cancellationToken,
        ("after", after),
        ("up_to", upTo),
        ("max", most));
}

internal static class EvidenceColumns
{
    public static readonly TableColumns<SuccessfulAnswer> All = new(
        "registry.evidence",
        TableColumn<SuccessfulAnswer>.Text("workspace", answer => answer.Session.Workspace),
        TableColumn<SuccessfulAnswer>.Text("session_id", answer => answer.Session.SessionId),
        TableColumn<SuccessfulAnswer>.Id("invocation_id", answer => answer.InvocationId),
        TableColumn<SuccessfulAnswer>.Text("agent_id", answer => answer.AgentId),
        TableColumn<SuccessfulAnswer>.Text("query", answer => answer.Query),
        TableColumn<SuccessfulAnswer>.Time("recorded_at", answer => answer.RecordedAt),
        TableColumn<SuccessfulAnswer>.Long("revision", answer => answer.Revision));
}
