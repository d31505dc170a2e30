using System.Data.Common;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AgentRegistry.Storage.Model;

/// <summary>Opens the model on one of the stores. EF Core is loaded when that is done for the first time.</summary>
internal abstract class ModelSource
{
    /// <summary>For statements without EF Core.</summary>
    public abstract SqlSource Sql { get; }

    /// <summary>For reading, on a connection of its own.</summary>
    public abstract RegistryDbContext Open();

    /// <summary>On a connection with a transaction that somebody else ends.</summary>
    public abstract RegistryDbContext OpenOn(DbConnection connection);

    /// <summary>Writes in a transaction of its own: all of it or nothing.</summary>
    public abstract Task<T> WriteAsync<T>(Func<RegistryDbContext, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>A transaction that was begun without it is EF Core's as well.</summary>
    protected static RegistryDbContext On(RegistryDbContext context, DbConnection connection)
    {
        context.Database.SetDbConnection(connection, contextOwnsConnection: false);
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return context;
    }
}

internal sealed class PostgresModel(NpgsqlDataSource source) : ModelSource
{
    private static readonly Lazy<PooledDbContextFactory<PostgresDbContext>> Transactional = new(() => new(PostgresDbContext.For(null)));

    private readonly Lazy<PooledDbContextFactory<PostgresDbContext>> _contexts = new(() => new(PostgresDbContext.For(source)));

    public override SqlSource Sql { get; } = new PostgresSqlSource(source);

    public override RegistryDbContext Open() => _contexts.Value.CreateDbContext();

    public override RegistryDbContext OpenOn(DbConnection connection) => On(Transactional.Value.CreateDbContext(), connection);

    public override async Task<T> WriteAsync<T>(Func<RegistryDbContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var context = Open();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var result = await write(context);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}

internal sealed class SqliteModel(SqliteDatabase database) : ModelSource
{
    private static readonly Lazy<PooledDbContextFactory<SqliteDbContext>> Transactional = new(() => new(SqliteDbContext.For(null)));

    private readonly Lazy<PooledDbContextFactory<SqliteDbContext>> _contexts = new(() => new(SqliteDbContext.For(database.ConnectionString)));

    public override SqlSource Sql { get; } = new SqliteSqlSource(database);

    public override RegistryDbContext Open() => _contexts.Value.CreateDbContext();

    public override RegistryDbContext OpenOn(DbConnection connection) => On(Transactional.Value.CreateDbContext(), connection);

    public override async Task<T> WriteAsync<T>(Func<RegistryDbContext, Task<T>> write, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            using var transaction = new SqliteWriteTransaction(connection);
            await using var context = OpenOn(connection);
            var result = await write(context);
            transaction.Commit();
            return result;
        }
        finally
        {
            database.EndTurn();
        }
    }
}
