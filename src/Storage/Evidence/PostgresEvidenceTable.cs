using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Evidence;

internal sealed class PostgresEvidenceTable(PostgresBatch work) : IEvidenceTable
{
    public async Task AddAsync(IReadOnlyCollection<SuccessfulAnswer> answers, int mostOfAgent, CancellationToken cancellationToken)
    {
        if (answers.Count == 0)
        {
            return;
        }

        await EvidenceColumns.All.InsertLaterAsync(work, answers, "on conflict on constraint pk_evidence do nothing");
        await work.Statement("Evidence/Postgres/trim.sql")
            .Texts(answers, answer => answer.Session.Workspace)
            .Texts(answers, answer => answer.AgentId)
            .With(mostOfAgent, NpgsqlDbType.Integer)
            .RunLaterAsync();
    }

    public async Task ForgetAsync(IReadOnlyCollection<SessionKey> sessions, CancellationToken cancellationToken)
    {
        if (sessions.Count > 0)
        {
            await work.Statement("Evidence/Postgres/forget.sql")
                .Texts(sessions, session => session.Workspace)
                .Texts(sessions, session => session.SessionId)
                .RunLaterAsync();
        }
    }
}
