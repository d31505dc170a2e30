using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Inbox;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage;

internal sealed class SqliteRegistryTransaction(
    SqliteDatabase database, SqliteConnection connection, SqliteWriteTransaction transaction, ModelSource model, FeedSignal signal, TimeProvider time)
    : ModelTables(new(model, connection, _ => Task.CompletedTask, _ => Task.CompletedTask)), IRegistryTransaction
{
    private readonly SqliteFeedLog _feed = new(connection);

    public IAgentTable Agents { get; } = new SqliteAgentTable(connection);

    public IRegistrationTable Registrations { get; } = new SqliteRegistrationTable(connection);

    public IActivityTable Activities { get; } = new SqliteActivityTable(connection);

    public ISessionTable Sessions { get; } = new SqliteSessionTable(connection);

    public IEvidenceTable Evidence { get; } = new SqliteEvidenceTable(connection);

    public IInbox Inbox { get; } = new SqliteInbox(connection, time);

    public IFeedLog Feed => _feed;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await SaveModelAsync(cancellationToken);
        transaction.Commit();
        if (_feed.HasGrown)
        {
            signal.Pulse();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
            transaction.Dispose();
        }
        finally
        {
            database.EndTurn();
        }
    }
}
