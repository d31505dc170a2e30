using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
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
        var builder = new DbContextOptionsBuilder<PostgresDbContext>()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ReplaceService<IMigrationsSqlGenerator, PostgresMigrationsSql>();
        static void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.MigrationsHistoryTable(HistoryTable, "public");
        return source is null ? builder.UseNpgsql(Configure).Options : builder.UseNpgsql(source, Configure).Options;
    }

    public override async Task<IAsyncDisposable> OneMomentAsync(CancellationToken cancellationToken) =>
        await Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    protected override string LockClause => "for update of r";

    protected override (string Sql, object[] Parameters) Keys(IReadOnlyList<string> columns, IReadOnlyCollection<string[]> keys) => (
        $"unnest({string.Join(", ", columns.Select((_, i) => $"{{{i}}}::text[]"))}) as k ({string.Join(", ", columns)})",
        [.. columns.Select((_, i) => keys.Select(key => key[i]).ToArray())]);
}

/// <summary>PostgreSQL's driver takes times of UTC only.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), stored => stored);

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
