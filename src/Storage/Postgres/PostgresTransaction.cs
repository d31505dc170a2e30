using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Inbox;
using Npgsql;

namespace AgentRegistry.Storage.Postgres;

internal sealed class PostgresTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, FeedSignal signal) : IRegistryTransaction
{
    private readonly PostgresFeedLog _feed = new(connection);
    private readonly PostgresAgentTable _agents = new(connection);

    public IAgentTable Agents => _agents;

    public IActivityTable Activities { get; } = new PostgresActivityTable(connection);

    public IInbox Inbox { get; } = new PostgresInbox(connection);

    public IFeedLog Feed => _feed;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _agents.ReleaseAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (_feed.HasGrown)
        {
            // PostgreSQL wakes the other processes; this one need not wait for that.
            signal.Pulse();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
