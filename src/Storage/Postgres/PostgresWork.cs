using Npgsql;

namespace AgentRegistry.Storage.Postgres;

/// <summary>
/// Statements on their way to the server, in order. What gives no rows waits for the next statement that does, or for the end:
/// to a small batch a round trip costs more than a statement.
/// </summary>
internal sealed class PostgresWork(NpgsqlConnection connection)
{
    private NpgsqlBatch? _waiting;

    public PostgresStatement Statement(string path) => new(this, path);

    public void Add(NpgsqlBatchCommand command) => (_waiting ??= new NpgsqlBatch(connection)).BatchCommands.Add(command);

    /// <summary>Runs what waits.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_waiting is { } batch)
        {
            _waiting = null;
            await using (batch)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    /// <summary>Runs what waits, and reads the rows of its last statement, the only one that gives any.</summary>
    public async Task<List<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        var batch = _waiting ?? throw new InvalidOperationException("There is nothing to read.");
        _waiting = null;
        await using (batch)
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(reader));
            }

            return rows;
        }
    }
}
