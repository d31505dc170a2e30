using AgentRegistry.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentRegistry.Storage.Migrations;

/// <summary>Numbered files, each run once, in a transaction of its own. The file itself remembers the last one (<c>user_version</c>).</summary>
internal static class SqliteMigrations
{
    private const string Folder = "Migrations/Sqlite/";

    // Beyond this a full check would take longer than a start may: only the first page is read then, and damage to another shows when that is.
    private const long LargestChecked = 256L << 20;

    public static async Task RunAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        Check(database);
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            var done = (int)connection.Sql("pragma user_version").Read(row => row.GetInt64(0))[0];
            foreach (var migration in Migration.After(done, Folder))
            {
                using var transaction = new SqliteWriteTransaction(connection);
                connection.Sql(migration.Sql).Run();
                connection.Sql($"pragma user_version = {migration.Number}").Run();
                transaction.Commit();
            }
        }
        finally
        {
            database.EndTurn();
        }
    }

    /// <summary>Looks before the first write, so that nothing is made worse.</summary>
    private static void Check(SqliteDatabase database)
    {
        var file = new FileInfo(database.File);
        if (!file.Exists || file.Length == 0)
        {
            return;
        }

        try
        {
            using var connection = database.OpenUntouching();
            var verdict = connection.Sql(file.Length > LargestChecked ? "select 'ok' from pragma_schema_version" : "pragma quick_check(1)").Read(row => row.GetString(0))[0];
            if (verdict != "ok")
            {
                throw new DamagedDatabaseException(database.File, verdict);
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CANTOPEN)
        {
            throw database.Forbidden(exception);
        }
        catch (SqliteException exception) when (!StoreFaults.IsUnavailable(exception))
        {
            throw new DamagedDatabaseException(database.File, exception.Message);
        }
    }
}

/// <summary>The file is no SQLite database, or a broken one. It has not been touched.</summary>
public sealed class DamagedDatabaseException(string file, string reason)
    : IOException($"The database file '{file}' is damaged ({reason.ReplaceLineEndings(" ")}). It was left as it is: restore a backup, or start with another --data folder.");
