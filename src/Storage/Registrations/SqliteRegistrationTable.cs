using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Registrations;

internal sealed class SqliteRegistrationTable(SqliteConnection connection) : IRegistrationTable
{
    public Task AppendAsync(IReadOnlyCollection<StoredVersion> versions, int kept, CancellationToken cancellationToken)
    {
        using var append = connection.Statement("Registrations/Sqlite/append.sql");
        using var prune = connection.Statement("Registrations/Sqlite/prune.sql");
        foreach (var (agentId, workspace, version, registration) in versions)
        {
            append
                .With("$agent_id", agentId)
                .With("$version", version.Version)
                .With("$workspace", workspace)
                .With("$changed_at", version.ChangedAt)
                .With("$changed_by", version.ChangedBy)
                .With("$origin", WireWords<RegistrationOrigin>.Of(version.Origin))
                .With("$restored_from", version.RestoredFrom)
                .With("$changed", string.Join(' ', version.Changed))
                .With("$registration", StoredRegistration.Write(registration))
                .ExecuteNonQuery();
            prune.With("$agent_id", agentId).With("$last", version.Version - kept).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        using var forget = connection.Statement("Registrations/Sqlite/forget.sql");
        foreach (var id in agentIds)
        {
            forget.With("$agent_id", id).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }
}
