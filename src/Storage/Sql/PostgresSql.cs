using Npgsql;

namespace AgentRegistry.Storage.Sql;

/// <summary>A statement that is a round trip by itself. Those of a transaction go together: <see cref="PostgresBatch"/>.</summary>
internal static class PostgresSql
{
    public static PostgresStatement Statement(this NpgsqlConnection connection, string path) => new PostgresBatch(connection).Statement(path);

    public static T? Nullable<T>(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);

    public static DateTimeOffset? Time(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
