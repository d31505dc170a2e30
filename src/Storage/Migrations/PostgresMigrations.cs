using Npgsql;

namespace AgentRegistry.Storage.Migrations;

/// <summary>Numbered files, each run once, in a transaction of its own, by whichever process comes first; the others wait for it.</summary>
internal static class PostgresMigrations
{
    private const string Folder = "Migrations/Postgres/";

    // Any number, as long as nobody else takes it for an advisory lock in this database.
    private const long Lock = 0x61_67_72_65_67;

    public static async Task RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_lock({Lock})", cancellationToken);
        try
        {
            await ExecuteAsync(
                connection,
                "create table if not exists public.agent_registry_migration (number integer primary key, name text not null, run_at timestamptz not null default now())",
                cancellationToken);
            await using var current = new NpgsqlCommand("select coalesce(max(number), 0) from public.agent_registry_migration", connection);
            var done = (int)(await current.ExecuteScalarAsync(cancellationToken))!;
            foreach (var migration in Migration.After(done, Folder))
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await ExecuteAsync(connection, migration.Sql, cancellationToken);
                await using var record = new NpgsqlCommand(
                    "insert into public.agent_registry_migration (number, name) values ($1, $2)", connection);
                record.Parameters.Add(new NpgsqlParameter { Value = migration.Number });
                record.Parameters.Add(new NpgsqlParameter { Value = migration.Name });
                await record.ExecuteNonQueryAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        }
        finally
        {
            // The pool would carry the lock on to whoever gets the connection next.
            await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
