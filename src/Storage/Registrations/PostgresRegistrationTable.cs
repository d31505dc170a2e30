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

        await work.Statement("Registrations/Postgres/append.sql")
            .Texts(versions, version => version.AgentId)
            .Column(versions, NpgsqlDbType.Integer, version => version.Version.Version)
            .Texts(versions, version => version.Workspace)
            .Times(versions, version => version.Version.ChangedAt)
            .Texts(versions, version => version.Version.ChangedBy)
            .Texts(versions, version => WireWords<RegistrationOrigin>.Of(version.Version.Origin))
            .Column(versions, NpgsqlDbType.Integer, version => version.Version.RestoredFrom)
            .Texts(versions, version => string.Join(' ', version.Version.Changed))
            .Column(versions, NpgsqlDbType.Json, version => StoredRegistration.Write(version.Registration))
            .RunLaterAsync();
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
