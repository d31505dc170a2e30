using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Inbox;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.Sql;
using Npgsql;

namespace AgentRegistry.Storage;

internal sealed class PostgresTransaction : ModelTables, IRegistryTransaction
{
    private readonly NpgsqlConnection _connection;
    private readonly FeedSignal _signal;
    private readonly PostgresBatch _work;
    private readonly PostgresFeedLog _feed;
    private readonly PostgresAgentTable _agents;
    private readonly PostgresSessionTable _sessions;

    public PostgresTransaction(NpgsqlConnection connection, PostgresBatch work, ModelSource model, FeedSignal signal)
        : base(new(model, connection, work.StartAsync, work.RunAsync))
    {
        (_connection, _work, _signal) = (connection, work, signal);
        _work.Begin();
        _feed = new PostgresFeedLog(_work);
        _agents = new PostgresAgentTable(_work);
        _sessions = new PostgresSessionTable(_work);
        Registrations = new PostgresRegistrationTable(_work);
        Activities = new PostgresActivityTable(_work);
        Evidence = new PostgresEvidenceTable(_work);
        Inbox = new PostgresInbox(_work);
    }

    public IAgentTable Agents => _agents;

    public IRegistrationTable Registrations { get; }

    public IActivityTable Activities { get; }

    public ISessionTable Sessions => _sessions;

    public IEvidenceTable Evidence { get; }

    public IInbox Inbox { get; }

    public IFeedLog Feed => _feed;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await SaveModelAsync(cancellationToken);
        await _agents.ReleaseAsync();
        await _sessions.ReleaseAsync();
        await _work.CommitAsync(cancellationToken);
        if (_feed.HasGrown)
        {
            // PostgreSQL wakes the other processes; this one need not wait for that.
            _signal.Pulse();
        }
    }

    /// <summary>What was not committed is rolled back as the connection goes back to its pool.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
