using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Tests;

/// <summary>Tables in a file of their own.</summary>
public sealed class SqliteTables : TestTables
{
    private readonly TestFolder _folder = new();
    private SqliteDatabase? _database;
    private SqliteDatabase? _another;

    public SqliteDatabase Database => _database ?? throw new InvalidOperationException("The file has not been made yet.");

    protected override Task<IRegistryStore> OpenAsync(FeedSignal signal)
    {
        _database = new SqliteDatabase(_folder.File("registry.db"));
        return Task.FromResult<IRegistryStore>(new SqliteStore(_database, signal, TimeProvider.System));
    }

    protected override IRegistryStore OpenAnother() => new SqliteStore(_another = new SqliteDatabase(Database.File), Signal, TimeProvider.System);

    protected override async Task CloseAsync()
    {
        if (_another is not null)
        {
            await _another.DisposeAsync();
        }

        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
