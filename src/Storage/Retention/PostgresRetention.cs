using AgentRegistry.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Retention;

internal sealed class PostgresRetention(NpgsqlDataSource source) : IRetention
{
    public Task<int> DeleteActivitiesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        DeleteAsync("delete_activities", before, most, cancellationToken);

    public Task<int> DeleteInboxAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        DeleteAsync("delete_inbox", before, most, cancellationToken);

    public Task<int> DeleteFeedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        DeleteAsync("delete_feed", before, most, cancellationToken);

    private async Task<int> DeleteAsync(string name, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var deleted = await connection.Statement($"Retention/Postgres/{name}.sql").With(before).With(most, NpgsqlDbType.Integer)
            .ReadAsync(row => row.GetInt64(0), cancellationToken);
        return (int)deleted[0];
    }
}
