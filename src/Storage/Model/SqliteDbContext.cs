using System.Text.Json;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AgentRegistry.Storage.Model;

/// <summary>The tables in a SQLite file.</summary>
internal sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : RegistryDbContext(options)
{
    /// <summary>For connections of their own to a file, or for a connection that is given to each context.</summary>
    public static DbContextOptions<SqliteDbContext> For(string? connectionString)
    {
        var builder = new DbContextOptionsBuilder<SqliteDbContext>()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ReplaceService<IMigrationsSqlGenerator, SqliteMigrationsSql>();
        return connectionString is null ? builder.UseSqlite().Options : builder.UseSqlite(connectionString).Options;
    }

    public override async Task<IAsyncDisposable> OneMomentAsync(CancellationToken cancellationToken)
    {
        // EF Core's own would take the file's one lock for writing.
        await Database.OpenConnectionAsync(cancellationToken);
        var transaction = ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await Database.UseTransactionAsync(transaction, cancellationToken))!;
    }

    /// <summary>Who writes holds every row.</summary>
    protected override string LockClause => "";

    protected override (string Sql, object[] Parameters) Keys(IReadOnlyList<string> columns, IReadOnlyCollection<string[]> keys) => (
        $"(select {string.Join(", ", columns.Select((column, i) => $"value ->> {i} as {column}"))} from json_each({{0}})) as k",
        [JsonSerializer.Serialize(keys)]);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // SQLite has no type for times and ids: microseconds since 1970, which can be compared, and text in small letters, as the statements write them.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidTextConverter>();
    }
}

internal sealed class MicrosecondConverter() : ValueConverter<DateTimeOffset, long>(time => SqliteSql.Microseconds(time), stored => SqliteSql.Time(stored));

internal sealed class GuidTextConverter() : ValueConverter<Guid, string>(id => id.ToString("D"), text => Guid.Parse(text));

/// <summary>Says as well which references are checked at the commit, and which tables lie in the index of their key.</summary>
internal sealed class SqliteMigrationsSql(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate: false);
        if (model?.GetRelationalModel().FindTable(operation.Name, operation.Schema)?.EntityTypeMappings.Any(
            mapping => mapping.TypeBase.FindAnnotation(StoreModelExtensions.WithoutRowid) is not null) == true)
        {
            builder.Append(" WITHOUT ROWID");
        }

        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }

    protected override void ForeignKeyConstraint(AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        base.ForeignKeyConstraint(operation, model, builder);
        builder.Append(operation.Deferral(model));
    }
}

/// <summary>For <c>dotnet ef</c>, which needs no file to compare the model with the last migration.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDbContext>
{
    public SqliteDbContext CreateDbContext(string[] args) => new(SqliteDbContext.For(null));
}
