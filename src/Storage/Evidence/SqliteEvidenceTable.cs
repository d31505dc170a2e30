using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Evidence;

internal sealed class SqliteEvidenceTable(SqliteConnection connection) : IEvidenceTable
{
    public Task AddAsync(IReadOnlyCollection<SuccessfulAnswer> answers, int mostOfAgent, CancellationToken cancellationToken)
    {
        EvidenceColumns.All.Insert(connection, answers, "on conflict (workspace, session_id, invocation_id) do nothing");
        using var trim = connection.Statement("Evidence/Sqlite/trim.sql").With("$most", mostOfAgent);
        foreach (var (workspace, agentId) in answers.Select(answer => (answer.Session.Workspace, answer.AgentId)).Distinct())
        {
            trim.With("$workspace", workspace).With("$agent_id", agentId).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(IReadOnlyCollection<SessionKey> sessions, CancellationToken cancellationToken)
    {
        using var command = connection.Sql("delete from evidence where workspace = $workspace and session_id = $session_id");
        foreach (var (workspace, sessionId) in sessions)
        {
            command.With("$workspace", workspace).With("$session_id", sessionId).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }
}
