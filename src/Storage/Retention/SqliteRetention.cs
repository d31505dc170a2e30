using AgentRegistry.Storage.Sqlite;

namespace AgentRegistry.Storage.Retention;

internal sealed class SqliteRetention(SqliteDatabase database) : IRetention
{
    public Task<int> DeleteActivitiesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        DeleteAsync("delete_activities", before, most, cancellationToken);

    public Task<int> DeleteInboxAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        DeleteAsync("delete_inbox", before, most, cancellationToken);

    public Task<int> DeleteFeedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        DeleteAsync("delete_feed", before, most, cancellationToken);

    private async Task<int> DeleteAsync(string name, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            return connection.Statement($"Retention/Sqlite/{name}.sql").With("$before", before).With("$most", most).Run();
        }
        finally
        {
            database.EndTurn();
        }
    }
}
