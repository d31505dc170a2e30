using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentRegistry.Storage.Sql;

/// <summary>
/// The one file of the embedded default. SQLite takes one writer at a time, so writers queue here instead of failing there;
/// readers have connections of their own and never wait (WAL).
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    /// <summary>Who still writes then, at the end, does not come back.</summary>
    private static readonly TimeSpan LongestWriting = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _deliveryTurns = new(StringComparer.Ordinal);
    private SqliteConnection? _writer;

    public SqliteDatabase(string file)
    {
        File = file;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 10 }.ToString();
    }

    public string File { get; }

    /// <summary>Of the readers.</summary>
    internal string ConnectionString { get; }

    /// <summary>The file belongs to one process, so that the deliveries of one cursor take turns here instead of by a row's lock.</summary>
    internal SemaphoreSlim DeliveryTurn(string cursor) => _deliveryTurns.GetOrAdd(cursor, _ => new SemaphoreSlim(1, 1));

    /// <summary>A connection for reading; dispose it to give it back.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>A connection that leaves the file and its log to the byte as they are.</summary>
    internal SqliteConnection OpenUntouching()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>The connection for writing, when it is this caller's turn. Give the turn back with <see cref="EndTurn"/>.</summary>
    internal async Task<SqliteConnection> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _writer ??= OpenWriter();
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    internal void EndTurn() => _turn.Release();

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(LongestWriting);
        _writer?.Dispose();
        _writer = null;
        _turn.Dispose();
        foreach (var turn in _deliveryTurns.Values)
        {
            turn.Dispose();
        }

        SqliteConnection.ClearAllPools();
    }

    /// <summary>SQLite opens a file that it may not write for reading only, without a word.</summary>
    internal UnauthorizedAccessException Forbidden(Exception? inner = null) => new(
        $"The database file '{File}' cannot be written. Make it a file that this user may read and write, or start with another --data folder.", inner);

    private SqliteConnection OpenWriter()
    {
        var connection = OpenReader();
        if (raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
        {
            connection.Dispose();
            throw Forbidden();
        }

        // WAL lets readers go on; FULL makes a commit survive a power cut, which is what "accepted" promises.
        connection.Sql("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on").Run();
        return connection;
    }
}
