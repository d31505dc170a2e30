using AgentRegistry.Storage.Sqlite;

namespace AgentRegistry.Storage.Retention;

internal sealed class SqliteRetention(SqliteDatabase database) : IRetention
{
    public async Task<int> DeleteAsync(RetainedTable table, DateTimeOffset before, int most, CancellationToken cancellationToken)
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
