using AgentRegistry.Storage.Migrations;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;

namespace AgentRegistry.Storage;

/// <summary>Tells a store that is away from a row that is bad: the first is waited for, the second harms only its own message.</summary>
public static class StoreFaults
{
    /// <summary>The store cannot be reached or is overloaded: the same will succeed later.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        // Waiting mends neither.
        DamagedDatabaseException or SchemaTooNewException or SchemaTooOldException => false,
        // Frozen in the midst of a transaction, and thawed.
        PostgresException { SqlState: "25P03" } => true,

        // 40: deadlock or serialization; 53: out of something; 57: shutting down, or a statement over its time.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is ['4', '0', ..] or ['5', '3', ..] or ['5', '7', ..] or ['0', '8', ..],
        NpgsqlException => true,
        SqliteException sqlite => SqliteSql.MayPass(sqlite),
        RedisConnectionException or RedisTimeoutException => true,
        RedisServerException redis => redis.Message.StartsWith("LOADING", StringComparison.Ordinal),
        TimeoutException or IOException or System.Net.Sockets.SocketException => true,
        AggregateException { InnerException: { } inner } => IsUnavailable(inner),

        // EF Core wraps the fault of a statement.
        { InnerException: NpgsqlException or SqliteException } => IsUnavailable(exception.InnerException),
        _ => false,
    };

    /// <summary>A value of the row itself cannot be stored: data exceptions (22) and broken constraints (23).</summary>
    public static bool IsBadRow(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is ['2', '2', ..] or ['2', '3', ..],
        SqliteException => !IsUnavailable(exception),
        { InnerException: NpgsqlException or SqliteException } => IsBadRow(exception.InnerException),
        _ => !IsUnavailable(exception) && exception is not OperationCanceledException,
    };
}
