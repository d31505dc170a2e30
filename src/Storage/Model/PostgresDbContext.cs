using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace AgentRegistry.Storage.Model;

/// <summary>The tables in PostgreSQL.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : RegistryDbContext(options)
{
    /// <summary>For a data source, or for a connection that is given to each context.</summary>
    public static DbContextOptions<PostgresDbContext> For(NpgsqlDataSource? source)
    {
        var builder = new DbContextOptionsBuilder<PostgresDbContext>().ReplaceService<IMigrationsSqlGenerator, PostgresMigrationsSql>();
        static void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.MigrationsHistoryTable(HistoryTable, "public");
        return source is null ? builder.UseNpgsql(Configure).Options : builder.UseNpgsql(source, Configure).Options;
    }

    public override IQueryable<TRow> Rows<TRow>(IReadOnlyCollection<string[]> keys, bool locked)
    {
        var columns = KeyColumns<TRow>(keys);
        var names = string.Join(", ", columns);
        var values = string.Join(", ", columns.Select((_, i) => $"{{{i}}}::text[]"));
        var sql = $"select r.* from unnest({values}) as k ({names}) join {TableOf<TRow>()} as r using ({names})";
        return Set<TRow>().FromSqlRaw(
            locked ? $"{sql} order by {names} for update of r" : sql,
            [.. columns.Select((_, i) => keys.Select(key => key[i]).ToArray())]);
    }

    public override async Task<IAsyncDisposable> OneMomentAsync(CancellationToken cancellationToken) =>
        await Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
}

/// <summary>Says as well which references are checked at the commit.</summary>
#pragma warning disable EF1001 // The base class is constructed with the provider's options, which have no public form.
internal sealed class PostgresMigrationsSql(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
#pragma warning restore EF1001
{
    protected override void ForeignKeyConstraint(AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        base.ForeignKeyConstraint(operation, model, builder);
        builder.Append(operation.Deferral(model));
    }
}

/// <summary>For <c>dotnet ef</c>, which needs no server to compare the model with the last migration.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args) => new(PostgresDbContext.For(null));
}
