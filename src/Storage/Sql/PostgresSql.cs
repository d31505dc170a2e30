using Npgsql;

namespace AgentRegistry.Storage.Sql;

/// <summary>A statement that is a round trip by itself. Those of a transaction go together: <see cref="PostgresBatch"/>.</summary>
internal static class PostgresSql
{
    public static PostgresStatement Statement(this NpgsqlConnection connection, string path) => new PostgresBatch(connection).Statement(path);
}
