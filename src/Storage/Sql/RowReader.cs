using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Sql;

/// <summary>How a value of a row is read, whichever store it comes from.</summary>
internal static class RowReader
{
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Long(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTimeOffset? Time(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row is SqliteDataReader ? SqliteSql.Time(row.GetInt64(column)) : row.GetFieldValue<DateTimeOffset>(column);
}
