using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentRegistry.Storage.Sql;

/// <summary>How statements and their values are handed to SQLite: named parameters, times as microseconds.</summary>
internal static class SqliteSql
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1_000;

    /// <summary>True where the same may succeed later: the file is busy, or its disk full or failing.</summary>
    public static bool MayPass(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR;

    public static SqliteCommand Statement(this SqliteConnection connection, string path) => connection.Sql(EmbeddedText.Read(path));

    public static SqliteCommand Sql(this SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>Sets a parameter, adding it the first time, so that one prepared statement serves many rows.</summary>
    public static SqliteCommand With(this SqliteCommand command, string name, object? value)
    {
        var stored = value switch
        {
            null => DBNull.Value,
            DateTimeOffset time => Microseconds(time),
            Guid id => id.ToString("D"),
            bool flag => flag ? 1L : 0L,
            _ => value,
        };
        var index = command.Parameters.IndexOf(name);
        if (index < 0)
        {
            command.Parameters.AddWithValue(name, stored);
        }
        else
        {
            command.Parameters[index].Value = stored;
        }

        return command;
    }

    public static int Run(this SqliteCommand command)
    {
        using (command)
        {
            return command.ExecuteNonQuery();
        }
    }

    public static List<T> Read<T>(this SqliteCommand command, Func<SqliteDataReader, T> row)
    {
        using (command)
        {
            return command.ReadKept(row);
        }
    }

    /// <summary>Reads, and keeps the statement for the next row.</summary>
    public static List<T> ReadKept<T>(this SqliteCommand command, Func<SqliteDataReader, T> row)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond);

    public static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TicksPerMicrosecond;
}
