using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AgentRegistry.Storage.Migrations;

/// <summary>
/// Brings PostgreSQL's tables up to date by EF Core, whose lock on its history lets one process do so while the others wait. Tables that are up to
/// date are recognised without EF Core, which would cost every start a second.
/// </summary>
internal static class PostgresMigrations
{
    /// <summary>The last migration of <see cref="PostgresDbContext"/>; a test compares.</summary>
    public const string Last = "20261201000000_Initial";

    public static async Task RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (await FindLastAsync(source, cancellationToken) is { } last && SchemaTooNewException.IsUpToDate(last, Last))
        {
            return;
        }

        await using var context = new PostgresDbContext(PostgresDbContext.For(source));
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>The last migration that was run; null where there was none.</summary>
    private static async Task<string?> FindLastAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var look = source.CreateCommand(
            $"select case when to_regclass('public.agent_registry_migration') is not null then 'old' when to_regclass('public.\"{RegistryDbContext.HistoryTable}\"') is not null then 'new' end");
        switch (await look.ExecuteScalarAsync(cancellationToken) as string)
        {
            case "old":
                throw new SchemaTooOldException("The database", "Create an empty database and name it in ConnectionStrings:Postgres");
            case "new":
                await using (var last = source.CreateCommand($"select max(\"MigrationId\") from public.\"{RegistryDbContext.HistoryTable}\""))
                {
                    return await last.ExecuteScalarAsync(cancellationToken) as string;
                }

            default:
                return null;
        }
    }
}
