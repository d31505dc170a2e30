using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Postgres;

namespace AgentRegistry.Storage.Tests;

/// <summary>Tables in a database of their own.</summary>
public sealed class PostgresTables : TestTables
{
    private PostgresDatabase? _database;

    public PostgresDatabase Database => _database ?? throw new InvalidOperationException("The database has not been made yet.");

    protected override async Task<IRegistryStore> OpenAsync(FeedSignal signal)
    {
        _database = await PostgresDatabase.CreateAsync();
        return new PostgresStore(_database.Source, signal, TimeProvider.System);
    }

    protected override IRegistryStore OpenAnother() => new PostgresStore(Database.Source, Signal, TimeProvider.System);

    protected override async Task CloseAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
