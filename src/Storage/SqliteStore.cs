using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage;

/// <summary>The tables in one SQLite file.</summary>
public sealed class SqliteStore(SqliteDatabase database, FeedSignal signal, TimeProvider time)
    : ModelStore(new SqliteModel(database)), IRegistryStore
{
    public IFeedReader Feed { get; } = new SqliteFeedReader(database, time);

    public IRetention Retention { get; } = new SqliteRetention(database);

    public async Task<IRegistryTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            return new SqliteRegistryTransaction(database, connection, new SqliteWriteTransaction(connection), Model, signal, time);
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
