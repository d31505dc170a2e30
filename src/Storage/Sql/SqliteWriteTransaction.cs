using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentRegistry.Storage.Sql;

/// <summary>
/// A transaction that writes. SQLite takes one back by itself when its commit fails, as on a full disk. The driver's own then takes it
/// back once more: that error hides the first, and leaves the connection of no use.
/// </summary>
internal sealed class SqliteWriteTransaction : IDisposable
{
    private readonly SqliteConnection _connection;

    public SqliteWriteTransaction(SqliteConnection connection)
    {
        _connection = connection;
        connection.Sql("begin immediate").Run();
    }

    public void Commit() => _connection.Sql("commit").Run();

    public void Dispose()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _connection.Sql("rollback").Run();
        }
    }
}
