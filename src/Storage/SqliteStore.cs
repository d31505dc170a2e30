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
using AgentRegistry.Storage.Sql;
using AgentRegistry.Storage.DeadLetters;

namespace AgentRegistry.Storage;

/// <summary>The tables in one SQLite file.</summary>
public sealed class SqliteStore(SqliteDatabase database, FeedSignal signal, TimeProvider time) : IRegistryStore
{
    public IAgentReader Agents { get; } = new SqliteAgentReader(database);

    public IRegistrationReader Registrations { get; } = new SqliteRegistrationReader(database);

    public IActivityReader Activities { get; } = new SqliteActivityReader(database);

    public ISessionReader Sessions { get; } = new SqliteSessionReader(database);

    public IContextReader Contexts { get; } = new SqliteContextReader(database);

    public IDefinitionReader Definitions { get; } = new SqliteDefinitionReader(database);

    public IInstanceReader Instances { get; } = new SqliteInstanceReader(database);

    public IEvidenceReader Evidence { get; } = new SqliteEvidenceReader(database);

    public IRouteTable Routes { get; } = new SqliteRouteTable(database);

    public IFeedReader Feed { get; } = new SqliteFeedReader(database, time);

    public INoticeReader Notices { get; } = new SqliteNoticeReader(database);

    public IDeadLetterStore Stuck { get; } = new SqliteDeadLetterStore(database);

    public IRetention Retention { get; } = new SqliteRetention(database);

    public async Task<IRegistryTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            return new SqliteRegistryTransaction(database, connection, new SqliteWriteTransaction(connection), signal, time);
        }
        catch
        {
            database.EndTurn();
            throw;
        }
    }

    public Task MigrateAsync(CancellationToken cancellationToken) => SqliteMigrations.RunAsync(database, cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => Feed.HeadAsync(cancellationToken);
}
