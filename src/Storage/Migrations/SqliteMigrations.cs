using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SQLitePCL;

namespace AgentRegistry.Storage.Migrations;

/// <summary>
/// Brings the file's tables up to date: all migrations or none, under SQLite's own lock for writing. EF Core's lock is a table of its own, which a
/// process that is killed leaves behind for ever. A new file is made by a script that was written when the migrations were, without EF Core, which
/// would cost the first start a second.
/// </summary>
internal static class SqliteMigrations
{
    /// <summary>The last migration of <see cref="SqliteDbContext"/>; a test compares.</summary>
    public const string Last = "20261201000000_Initial";

    /// <summary>All migrations as one script; a test compares.</summary>
    public const string NewFile = "Migrations/Sqlite/new_file.sql";

    // Beyond this a full check would take longer than a start may: only the first page is read then, and damage to another shows when that is.
    private const long LargestChecked = 256L << 20;

    public static async Task RunAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        Check(database);
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            if (FindLast(database, connection) is { } last && SchemaTooNewException.IsUpToDate(last, Last))
            {
                return;
            }

            // A migration that makes a table anew must not be taken for one that deletes what refers to it. Within a transaction this cannot be set.
            connection.Sql("pragma foreign_keys = off").Run();
            try
            {
                using var transaction = new SqliteWriteTransaction(connection);
                switch (FindLast(database, connection))
                {
                    case null:
                        connection.Sql(EmbeddedText.Read(NewFile)).Run();
                        break;
                    case { } run when run != Last:
                        connection.Sql(ScriptAfter(run)).Run();
                        break;
                }

                transaction.Commit();
            }
            finally
            {
                connection.Sql("pragma foreign_keys = on").Run();
            }
        }
        finally
        {
            database.EndTurn();
        }
    }

    /// <summary>What the migrations after one come to; all of them where there is none.</summary>
    internal static string ScriptAfter(string? migration)
    {
        using var context = new SqliteDbContext(SqliteDbContext.For(null));
        return context.GetService<IMigrator>().GenerateScript(migration ?? Migration.InitialDatabase, null, MigrationsSqlGenerationOptions.NoTransactions);
    }

    /// <summary>The last migration that was run; null where there was none.</summary>
    private static string? FindLast(SqliteDatabase database, SqliteConnection connection)
    {
        if (connection.Sql("pragma user_version").Read(row => row.GetInt64(0))[0] > 0)
        {
            throw new SchemaTooOldException($"The database file '{database.File}'", "Start with another --data folder");
        }

        return connection.Sql($"select 1 from sqlite_master where name = '{RegistryDbContext.HistoryTable}'").Read(row => row.GetInt64(0)).Count == 0
            ? null
            : connection.Sql($"select max(MigrationId) from {RegistryDbContext.HistoryTable}").Read(row => row.Text(0))[0];
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
        catch (SqliteException exception) when (!SqliteSql.MayPass(exception))
        {
            throw new DamagedDatabaseException(database.File, exception.Message);
        }
    }
}
