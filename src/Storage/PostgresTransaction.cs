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
using Npgsql;

namespace AgentRegistry.Storage;

internal sealed class PostgresTransaction : IRegistryTransaction
{
    private readonly NpgsqlConnection _connection;
    private readonly FeedSignal _signal;
    private readonly PostgresBatch _work;
    private readonly PostgresFeedLog _feed;
    private readonly PostgresAgentTable _agents;
    private readonly PostgresSessionTable _sessions;
    private readonly PostgresContextTable _contexts;

    public PostgresTransaction(NpgsqlConnection connection, FeedSignal signal)
    {
        (_connection, _signal) = (connection, signal);
        _work = new PostgresBatch(connection);
        _work.Begin();
        _feed = new PostgresFeedLog(_work);
        _agents = new PostgresAgentTable(_work);
        _sessions = new PostgresSessionTable(_work);
        _contexts = new PostgresContextTable(_work);
        Registrations = new PostgresRegistrationTable(_work);
        Activities = new PostgresActivityTable(_work);
        Definitions = new PostgresDefinitionTable(_work);
        Evidence = new PostgresEvidenceTable(_work);
        Instances = new PostgresInstanceTable(_work);
        Inbox = new PostgresInbox(_work);
        Notices = new PostgresNoticeTable(_work);
    }

    public IAgentTable Agents => _agents;

    public IRegistrationTable Registrations { get; }

    public IActivityTable Activities { get; }

    public ISessionTable Sessions => _sessions;

    public IContextTable Contexts => _contexts;

    public IDefinitionTable Definitions { get; }

    public IEvidenceTable Evidence { get; }

    public IInstanceTable Instances { get; }

    public IInbox Inbox { get; }

    public INoticeTable Notices { get; }

    public IFeedLog Feed => _feed;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _agents.ReleaseAsync();
        await _sessions.ReleaseAsync();
        await _contexts.ReleaseAsync();
        await _work.CommitAsync(cancellationToken);
        if (_feed.HasGrown)
        {
            // PostgreSQL wakes the other processes; this one need not wait for that.
            _signal.Pulse();
        }
    }

    /// <summary>What was not committed is rolled back as the connection goes back to its pool.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
