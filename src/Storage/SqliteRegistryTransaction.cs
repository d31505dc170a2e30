using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Inbox;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Notices;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage;

internal sealed class SqliteRegistryTransaction(
    SqliteDatabase database, SqliteConnection connection, SqliteWriteTransaction transaction, FeedSignal signal, TimeProvider time)
    : IRegistryTransaction
{
    private readonly SqliteFeedLog _feed = new(connection);

    public IAgentTable Agents { get; } = new SqliteAgentTable(connection);

    public IRegistrationTable Registrations { get; } = new SqliteRegistrationTable(connection);

    public IActivityTable Activities { get; } = new SqliteActivityTable(connection);

    public ISessionTable Sessions { get; } = new SqliteSessionTable(connection);

    public IContextTable Contexts { get; } = new SqliteContextTable(connection);

    public IDefinitionTable Definitions { get; } = new SqliteDefinitionTable(connection);

    public IEvidenceTable Evidence { get; } = new SqliteEvidenceTable(connection);

    public IInstanceTable Instances { get; } = new SqliteInstanceTable(connection);

    public IInbox Inbox { get; } = new SqliteInbox(connection, time);

    public INoticeTable Notices { get; } = new SqliteNoticeTable(connection);

    public IFeedLog Feed => _feed;

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        transaction.Commit();
        if (_feed.HasGrown)
        {
            signal.Pulse();
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            transaction.Dispose();
        }
        finally
        {
            database.EndTurn();
        }

        return ValueTask.CompletedTask;
    }
}
