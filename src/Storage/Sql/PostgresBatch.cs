using Npgsql;

namespace AgentRegistry.Storage.Sql;

/// <summary>
/// Statements on their way to the server, in order. They wait for the next answer that is waited for, or for the end: to a small
/// batch a round trip costs more than a statement.
/// </summary>
internal sealed class PostgresBatch(NpgsqlConnection connection)
{
    /// <summary>All that is read is as of one moment, whoever writes meanwhile.</summary>
    public const string OneMoment = "isolation level repeatable read read only";

    private readonly List<Func<NpgsqlDataReader, CancellationToken, Task>> _readers = [];
    private NpgsqlBatch? _waiting;
    private bool _hasRun;

    public PostgresStatement Statement(string path) => Sql(EmbeddedText.Read(path));

    public PostgresStatement Sql(string sql) => new(this, sql);

    /// <summary>Goes with the first statement, as the end goes with the last: neither is a round trip by itself.</summary>
    /// <param name="how">The transaction's characteristics, if they are not the usual ones.</param>
    public void Begin(string how = "") => Add(new NpgsqlBatchCommand($"begin {how}"));

    /// <summary>Runs what waits, and commits. A statement that fails keeps the commit from being run.</summary>
    public Task CommitAsync(CancellationToken cancellationToken)
    {
        Add(new NpgsqlBatchCommand("commit"));
        return RunAsync(cancellationToken);
    }

    /// <summary>Adds a statement that gives no rows.</summary>
    public void Add(NpgsqlBatchCommand command) => (_waiting ??= new NpgsqlBatch(connection)).BatchCommands.Add(command);

    /// <summary>Adds a statement that gives rows.</summary>
    /// <returns>They are there when what waits has been run.</returns>
    public IReadOnlyList<T> Ask<T>(NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> row)
    {
        Add(command);
        var rows = new List<T>();
        _readers.Add(async (reader, cancellationToken) =>
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(reader));
            }
        });
        return rows;
    }

    /// <summary>Runs what waits unless something was run before: the transaction has begun then.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _hasRun ? Task.CompletedTask : RunAsync(cancellationToken);

    /// <summary>Runs what waits.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_waiting is not { } batch)
        {
            return;
        }

        Func<NpgsqlDataReader, CancellationToken, Task>[] readers = [.. _readers];
        _waiting = null;
        _hasRun = true;
        _readers.Clear();
        await using (batch)
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            foreach (var read in readers)
            {
                await read(reader, cancellationToken);
                await reader.NextResultAsync(cancellationToken);
            }

            // To the end: closing the reader would keep it to itself that time has run out.
            while (await reader.NextResultAsync(cancellationToken))
            {
            }
        }
    }
}
