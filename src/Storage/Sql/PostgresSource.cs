using Npgsql;

namespace AgentRegistry.Storage.Sql;

/// <summary>One pool for each process, with a limit on every statement and the frequent ones prepared.</summary>
public static class PostgresSource
{
    public static NpgsqlDataSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        SetUnlessGiven(settings, "Application Name", "agent-registry");
        SetUnlessGiven(settings, "Command Timeout", 10);
        SetUnlessGiven(settings, "Timeout", 5);
        SetUnlessGiven(settings, "Maximum Pool Size", 40);
        SetUnlessGiven(settings, "Max Auto Prepare", 60);
        SetUnlessGiven(settings, "Auto Prepare Min Usages", 2);
        SetUnlessGiven(settings, "Keepalive", 10);

        // Nobody leaves anything in a session that would have to be reset, and resetting costs the server more than a small statement.
        SetUnlessGiven(settings, "No Reset On Close", true);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            connection => Limit(connection).ExecuteNonQuery(),
            async connection =>
            {
                await using var limit = Limit(connection);
                await limit.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }

    /// <summary>A process that is frozen in the midst of a transaction, or that the network has lost, holds its locks, the feed's too: not for long.</summary>
    private static NpgsqlCommand Limit(NpgsqlConnection connection) => new(
        "set idle_in_transaction_session_timeout = '5s'; set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 2", connection);

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.Keys.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            settings[key] = value;
        }
    }
}
