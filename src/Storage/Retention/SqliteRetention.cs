using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Retention;

internal sealed class SqliteRetention(SqliteDatabase database) : IRetention
{
    /// <summary>One file, one table: there is nothing to prepare.</summary>
    public Task MakeRoomAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<long> DeleteAsync(RetainedTable table, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            return connection.Statement($"Retention/Sqlite/{table.ToString().ToLowerInvariant()}.sql").With("$before", before).With("$most", most).Run();
        }
        finally
        {
            database.EndTurn();
        }
    }
}
