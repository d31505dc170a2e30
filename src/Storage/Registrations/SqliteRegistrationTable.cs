using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Registrations;

internal sealed class SqliteRegistrationTable(SqliteConnection connection) : IRegistrationTable
{
    public Task AppendAsync(IReadOnlyCollection<StoredVersion> versions, int kept, CancellationToken cancellationToken)
    {
        RegistrationColumns.All.Insert(connection, versions);
        using var prune = connection.Statement("Registrations/Sqlite/prune.sql");
        foreach (var stored in versions.Where(stored => stored.Version.Version > kept))
        {
            prune.With("$agent_id", stored.AgentId).With("$last", stored.Version.Version - kept).ExecuteNonQuery();
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
