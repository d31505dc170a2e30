using System.Data.Common;

namespace AgentRegistry.Storage.Model;

/// <summary>
/// The model within a transaction that set-based statements write in as well. What is changed is written together, at the latest when the transaction ends. Nothing of EF Core is made before it is asked for.
/// </summary>
/// <param name="source">Opens it.</param>
/// <param name="connection">With the transaction.</param>
/// <param name="begin">Sees to it that the transaction has begun.</param>
/// <param name="flush">Runs the statements that wait for the next answer.</param>
internal sealed class ModelTransaction(
    ModelSource source, DbConnection connection, Func<CancellationToken, Task> begin, Func<CancellationToken, Task> flush) : IAsyncDisposable
{
    private RegistryDbContext? _context;

    /// <summary>For what is to be written with the rest.</summary>
    public RegistryDbContext Changes => _context ??= source.OpenOn(connection);

    /// <summary>For reading and for statements: what waits has been written.</summary>
    public async Task<RegistryDbContext> ReadyAsync(CancellationToken cancellationToken)
    {
        await flush(cancellationToken);
        if (Changes.ChangeTracker.HasChanges())
        {
            await Changes.SaveChangesAsync(cancellationToken);
        }

        return Changes;
    }

    /// <summary>Writes what was changed. It depends on nothing that waits, as references are checked at the commit.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_context?.ChangeTracker.HasChanges() == true)
        {
            await begin(cancellationToken);
            await _context.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Runs a statement that both stores understand, after those that wait.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await flush(cancellationToken);
        return await source.Sql.ReadOnAsync(connection, sql, row, parameters, cancellationToken);
    }

    public ValueTask DisposeAsync() => _context?.DisposeAsync() ?? ValueTask.CompletedTask;
}
