using AgentRegistry.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;

namespace AgentRegistry.Storage;

/// <summary>Tells a store that is away from a row that is bad: the first is waited for, the second harms only its own message.</summary>
public static class StoreFaults
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteFull = 13;
    private const int SqliteIo = 10;

    /// <summary>The store cannot be reached or is overloaded: the same will succeed later.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        // Waiting mends neither.
        DamagedDatabaseException or SchemaTooNewException => false,
        // Frozen in the midst of a transaction, and thawed.
        PostgresException { SqlState: "25P03" } => true,

        // 40: deadlock or serialization; 53: out of something; 57: shutting down, or a statement over its time.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is ['4', '0', ..] or ['5', '3', ..] or ['5', '7', ..] or ['0', '8', ..],
        NpgsqlException => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteFull or SqliteIo,
        RedisConnectionException or RedisTimeoutException => true,
        RedisServerException redis => redis.Message.StartsWith("LOADING", StringComparison.Ordinal),
        TimeoutException or IOException or System.Net.Sockets.SocketException => true,
        AggregateException { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };

    /// <summary>A value of the row itself cannot be stored: data exceptions (22) and broken constraints (23).</summary>
    public static bool IsBadRow(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is ['2', '2', ..] or ['2', '3', ..],
        SqliteException => !IsUnavailable(exception),
        _ => !IsUnavailable(exception) && exception is not OperationCanceledException,
    };
}
