using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Sql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Registrations;

internal sealed class PostgresRegistrationTable(PostgresBatch work) : IRegistrationTable
{
    public async Task AppendAsync(IReadOnlyCollection<StoredVersion> versions, int kept, CancellationToken cancellationToken)
    {
        if (versions.Count == 0)
        {
            return;
        }

        await RegistrationColumns.All.InsertLaterAsync(work, versions);
        var full = versions.Where(version => version.Version.Version > kept).ToList();
        if (full.Count > 0)
        {
            await work.Statement("Registrations/Postgres/prune.sql")
                .Texts(full, version => version.AgentId)
                .Column(full, NpgsqlDbType.Integer, version => version.Version.Version - kept)
                .RunLaterAsync();
        }
    }

    public async Task ForgetAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        if (agentIds.Count > 0)
        {
            await work.Statement("Registrations/Postgres/forget.sql").Texts(agentIds, id => id).RunLaterAsync();
        }
    }
}

internal static class RegistrationColumns
{
    public static readonly TableColumns<StoredVersion> All = new(
        "registry.registration",
        TableColumn<StoredVersion>.Text("agent_id", stored => stored.AgentId),
        TableColumn<StoredVersion>.Whole("version", stored => stored.Version.Version),
        TableColumn<StoredVersion>.Text("workspace", stored => stored.Workspace),
        TableColumn<StoredVersion>.Time("changed_at", stored => stored.Version.ChangedAt),
        TableColumn<StoredVersion>.Text("changed_by", stored => stored.Version.ChangedBy),
        TableColumn<StoredVersion>.Text("origin", stored => WireWords<RegistrationOrigin>.Of(stored.Version.Origin)),
        TableColumn<StoredVersion>.Whole("restored_from", stored => stored.Version.RestoredFrom),
        TableColumn<StoredVersion>.Text("changed", stored => string.Join(' ', stored.Version.Changed)),
        TableColumn<StoredVersion>.Json("registration", stored => StoredRegistration.Write(stored.Registration)));
}
