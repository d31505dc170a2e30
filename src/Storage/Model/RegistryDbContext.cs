using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AgentRegistry.Storage.Model;

/// <summary>The tables of both stores. Each store has a context of its own, as each has migrations of its own.</summary>
internal abstract class RegistryDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Where EF Core writes down which migrations were run.</summary>
    public const string HistoryTable = "__EFMigrationsHistory";

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<SessionMessageRow> Messages => Set<SessionMessageRow>();

    public DbSet<SessionInvocationRow> Invocations => Set<SessionInvocationRow>();

    public DbSet<ContextRow> Contexts => Set<ContextRow>();

    public DbSet<ContextVersionRow> ContextVersions => Set<ContextVersionRow>();

    public DbSet<ContextCheckpointRow> Checkpoints => Set<ContextCheckpointRow>();

    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();

    public DbSet<DefinitionVersionRow> DefinitionVersions => Set<DefinitionVersionRow>();

    public DbSet<DefinitionLabelRow> Labels => Set<DefinitionLabelRow>();

    public DbSet<InstanceRow> Instances => Set<InstanceRow>();

    public DbSet<InstanceRoomRow> Rooms => Set<InstanceRoomRow>();

    public DbSet<AgentRow> Agents => Set<AgentRow>();

    public DbSet<RegistrationRow> Registrations => Set<RegistrationRow>();

    public DbSet<RouteRow> Routes => Set<RouteRow>();

    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    public DbSet<NoticeRow> Notices => Set<NoticeRow>();

    /// <summary>Rows by the first columns of their keys.</summary>
    /// <param name="keys">The values of those columns, row by row.</param>
    /// <param name="locked">True to lock the rows until the transaction ends, in the order of their keys; the query cannot be composed upon then.</param>
    public IQueryable<TRow> Rows<TRow>(IReadOnlyCollection<string[]> keys, bool locked = false)
        where TRow : class
    {
        var columns = KeyColumns<TRow>(keys);
        var names = string.Join(", ", columns);
        var (source, parameters) = Keys(columns, keys);
        var sql = $"select r.* from {source} join {TableOf<TRow>()} as r using ({names})";
        return Set<TRow>().FromSqlRaw(locked ? $"{sql} order by {names} {LockClause}" : sql, parameters);
    }

    /// <summary>Makes rows that have nothing but a key, where there are none yet. Who makes one first holds it; the other waits here, and then finds it.</summary>
    public Task ReserveAsync<TRow>(IReadOnlyCollection<string[]> keys, CancellationToken cancellationToken)
        where TRow : class
    {
        var columns = KeyColumns<TRow>(keys);
        var names = string.Join(", ", columns);
        var (source, parameters) = Keys(columns, keys);
        var sql = $"insert into {TableOf<TRow>()} ({names}) select {names} from {source} where true order by {names} on conflict do nothing";
        return Database.ExecuteSqlRawAsync(sql, parameters, cancellationToken);
    }

    /// <summary>What is read after this is as of one moment, whoever writes meanwhile, until it is disposed of.</summary>
    public abstract Task<IAsyncDisposable> OneMomentAsync(CancellationToken cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Every index has a reason of its own; a foreign key is none.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        Words<SessionStatus>(configurationBuilder);
        Words<MessageRole>(configurationBuilder);
        Words<RollbackState>(configurationBuilder);
        Words<AgentStatus>(configurationBuilder);
        Words<AgentHealth>(configurationBuilder);
        Words<RegistrationOrigin>(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var store = new StoreModel(modelBuilder, Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal));
        AgentModel.Build(store);
        ActivityModel.Build(store);
        FeedModel.Build(store);
        SessionModel.Build(store);
        RoutingModel.Build(store);
        ContextModel.Build(store);
        RegistrationModel.Build(store);
        DefinitionModel.Build(store);
        InstanceModel.Build(store);
        store.NameColumns();
    }

    /// <summary>What a locking query ends with.</summary>
    protected abstract string LockClause { get; }

    /// <summary>Keys as a table within a statement.</summary>
    protected abstract (string Sql, object[] Parameters) Keys(IReadOnlyList<string> columns, IReadOnlyCollection<string[]> keys);

    /// <summary>The first columns of a table's key, one for each value of its rows' keys.</summary>
    private IReadOnlyList<string> KeyColumns<TRow>(IReadOnlyCollection<string[]> keys) =>
        [.. Model.FindEntityType(typeof(TRow))!.FindPrimaryKey()!.Properties.Take(keys.First().Length).Select(property => property.GetColumnName())];

    /// <summary>The name of a table as a statement needs it.</summary>
    private string TableOf<TRow>()
    {
        var type = Model.FindEntityType(typeof(TRow))!;
        return type.GetSchema() is { } schema ? $"{schema}.{type.GetTableName()}" : type.GetTableName()!;
    }

    private static void Words<T>(ModelConfigurationBuilder builder)
        where T : struct, Enum => builder.Properties<T>().HaveConversion<WireWordConverter<T>>();
}

/// <summary>Enumerations are stored as the wire's words, so that a person can read the tables.</summary>
internal sealed class WireWordConverter<T>() : ValueConverter<T, string>(value => WireWords<T>.Of(value), word => WireWords<T>.Read(word))
    where T : struct, Enum;

/// <summary>The model in the making, for one of the stores.</summary>
internal sealed class StoreModel(ModelBuilder builder, bool isPostgres)
{
    public bool IsPostgres => isPostgres;

    public EntityTypeBuilder<TRow> Table<TRow>(string schema, string table)
        where TRow : class
    {
        var entity = builder.Entity<TRow>();
        return isPostgres ? entity.ToTable(table, schema) : entity.ToTable(TableNames.InSqlite($"{schema}.{table}"));
    }

    /// <summary>Names columns after their properties. What is looked up or compared by order is compared byte by byte, as the programs do, and not by the rules of a language.</summary>
    public void NameColumns()
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
                if (isPostgres && property.ClrType == typeof(string) && (property.IsKey() || property.IsForeignKey() || property.IsIndex()))
                {
                    property.SetCollation("C");
                }
            }
        }
    }
}

/// <summary>What the stores need and EF Core has no words for.</summary>
internal static class StoreModelExtensions
{
    public const string WithoutRowid = "Registry:WithoutRowid";

    public const string Deferred = "Registry:Deferred";

    /// <summary>SQLite keeps the rows in the key's own index: half the pages where rows are short.</summary>
    public static EntityTypeBuilder<TRow> KeptInKey<TRow>(this EntityTypeBuilder<TRow> entity)
        where TRow : class => entity.HasAnnotation(WithoutRowid, true);

    /// <summary>Rows are updated often: room in each page keeps a new version beside the old one. PostgreSQL only.</summary>
    public static EntityTypeBuilder<TRow> Updated<TRow>(this EntityTypeBuilder<TRow> entity, int fillFactor = 80)
        where TRow : class => entity.HasStorageParameter("fillfactor", fillFactor);

    /// <summary>Rows may be made with nothing but a key, for the time of a transaction: each other column that needs a value has a default.</summary>
    public static EntityTypeBuilder<TRow> Reserved<TRow>(this EntityTypeBuilder<TRow> entity, StoreModel store)
        where TRow : class
    {
        foreach (var property in entity.Metadata.GetProperties().Where(property => !property.IsNullable && !property.IsPrimaryKey()).ToList())
        {
            if (property.ClrType == typeof(DateTimeOffset))
            {
                property.SetDefaultValueSql(store.IsPostgres ? "now()" : "0");
            }
            else
            {
                property.SetDefaultValue(property.ClrType == typeof(string) ? "" : Activator.CreateInstance(property.ClrType));
            }
        }

        return entity;
    }

    /// <summary>The JSON as it was sent, to the letter: jsonb would reorder and round it, and a repeat would look like a change.</summary>
    public static PropertyBuilder<string?> IsJson(this PropertyBuilder<string?> property, StoreModel store) =>
        store.IsPostgres ? property.HasColumnType("json") : property;

    /// <summary>What a statement that makes a reference says about when it is checked.</summary>
    public static string Deferral(this AddForeignKeyOperation operation, IModel? model) =>
        model?.GetRelationalModel().FindTable(operation.Table, operation.Schema)?.ForeignKeyConstraints.FirstOrDefault(key => key.Name == operation.Name)
            ?.MappedForeignKeys.Any(key => key.FindAnnotation(Deferred) is not null) == true ? " DEFERRABLE INITIALLY DEFERRED" : "";

    /// <summary>A reference that is checked at the commit, and that nothing follows.</summary>
    public static EntityTypeBuilder<TRow> Refers<TRow, TOther>(this EntityTypeBuilder<TRow> entity, string name, string[] columns, string[]? to = null, bool isOptional = false)
        where TRow : class
        where TOther : class
    {
        var reference = entity.HasOne<TOther>().WithMany().HasForeignKey(columns).HasConstraintName(name)
            .OnDelete(DeleteBehavior.NoAction).IsRequired(!isOptional);
        (to is null ? reference : reference.HasPrincipalKey(to)).HasAnnotation(Deferred, true);
        return entity;
    }

    /// <summary>A part of another row, which goes with it.</summary>
    public static EntityTypeBuilder<TRow> BelongsTo<TRow, TOther>(this EntityTypeBuilder<TRow> entity, string name, string[] columns, string[]? to = null)
        where TRow : class
        where TOther : class
    {
        var reference = entity.HasOne<TOther>().WithMany().HasForeignKey(columns).HasConstraintName(name).OnDelete(DeleteBehavior.Cascade);
        if (to is not null)
        {
            reference.HasPrincipalKey(to);
        }

        return entity;
    }
}
