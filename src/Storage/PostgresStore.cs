using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Storage.Sql;
using Npgsql;

namespace AgentRegistry.Storage;

/// <summary>The tables in PostgreSQL.</summary>
public sealed class PostgresStore(NpgsqlDataSource source, FeedSignal signal, TimeProvider time)
    : ModelStore(new PostgresModel(source)), IRegistryStore
{
    public IFeedReader Feed { get; } = new PostgresFeedReader(source, time);

    public IRetention Retention { get; } = new PostgresRetention(source);

    public async Task<IRegistryTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        // It is the transaction's to dispose of.
        var connection = await source.OpenConnectionAsync(cancellationToken);
        return new PostgresTransaction(connection, new PostgresBatch(connection), Model, signal);
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
