using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Notices;
using AgentRegistry.Storage.Registrations;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Storage.Routes;
using AgentRegistry.Storage.Sessions;
using AgentRegistry.Storage.DeadLetters;
using Npgsql;

namespace AgentRegistry.Storage;

/// <summary>The tables in PostgreSQL.</summary>
public sealed class PostgresStore(NpgsqlDataSource source, FeedSignal signal, TimeProvider time) : IRegistryStore
{
    public IAgentReader Agents { get; } = new PostgresAgentReader(source);

    public IRegistrationReader Registrations { get; } = new PostgresRegistrationReader(source);

    public IActivityReader Activities { get; } = new PostgresActivityReader(source);

    public ISessionReader Sessions { get; } = new PostgresSessionReader(source);

    public IContextReader Contexts { get; } = new PostgresContextReader(source);

    public IDefinitionReader Definitions { get; } = new PostgresDefinitionReader(source);

    public IInstanceReader Instances { get; } = new PostgresInstanceReader(source);

    public IEvidenceReader Evidence { get; } = new PostgresEvidenceReader(source);

    public IRouteTable Routes { get; } = new PostgresRouteTable(source);

    public IFeedReader Feed { get; } = new PostgresFeedReader(source);

    public INoticeReader Notices { get; } = new PostgresNoticeReader(source);

    public IDeadLetterStore Stuck { get; } = new PostgresDeadLetterStore(source);

    public IRetention Retention { get; } = new PostgresRetention(source);

    public async Task<IRegistryTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        // It is the transaction's to dispose of.
        var connection = await source.OpenConnectionAsync(cancellationToken);
        return new PostgresTransaction(connection, signal);
    }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await PostgresMigrations.RunAsync(source, cancellationToken);
        await Retention.MakeRoomAsync(time.GetUtcNow(), cancellationToken);
    }

    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select revision from feed.head");
        await command.ExecuteScalarAsync(cancellationToken);
    }
}
