using AgentRegistry.Faults.Ledger;
using Npgsql;

namespace AgentRegistry.Faults.Running;

/// <summary>Looks into the tables themselves, past everything that could be wrong before them.</summary>
public sealed class Tables(string address)
{
    private const int AgentChanged = 1;
    private const int ActivityRecorded = 2;

    public async Task<long> HeadAsync()
    {
        await using var connection = await OpenAsync();
        return (await ReadAsync(connection, "select revision from feed.head", row => row.GetInt64(0)))[0];
    }

    /// <summary>What they hold, as of one moment, of the time after a revision.</summary>
    public async Task<Holdings> ReadAsync(long since)
    {
        await using var connection = await OpenAsync();
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);

        // Counted over all rows: what is stored again today may have been stored first before the fault.
        var rows = await ReadAsync(
            connection,
            $"select activity_id, count(*) from activity.activity group by activity_id having max(revision) > {since}",
            row => (Id: row.GetGuid(0), Count: row.GetInt64(1)));
        var events = await ReadAsync(
            connection,
            $"select event_id, count(*) from feed.entry where kind = {ActivityRecorded} group by event_id having max(revision) > {since}",
            row => (Id: row.GetGuid(0), Count: row.GetInt64(1)));
        var tallies = await ReadAsync(
            connection,
            """
            select coalesce(s.agent_id, m.agent_id), coalesce(s.stored, 0), coalesce(m.started + m.succeeded + m.failed + m.timed_out, 0)
            from (select agent_id, count(distinct activity_id) as stored from activity.activity group by agent_id) s
            full join activity.metrics m on m.agent_id = s.agent_id
            """,
            row => (Agent: row.GetString(0), Tally: new Tally(row.GetInt64(1), row.GetInt64(2))));
        var registrations = await ReadAsync(
            connection,
            "select id, (registration ->> 'version')::bigint from registry.agent where deleted_at is null",
            row => (Agent: row.GetString(0), Version: row.GetInt64(1)));
        var feed = await ReadAsync(
            connection,
            $"select revision, event_id from feed.entry where revision > {since} order by revision",
            row => new FeedMark(row.GetInt64(0), row.GetGuid(1)));
        var offline = await ReadAsync(
            connection,
            $"""
            select distinct on (agent_id) agent_id, recorded_at, body::json ->> 'health_reason' from feed.entry
            where revision > {since} and kind = {AgentChanged}
              and (body::json ->> 'health' = 'offline' or body::json ->> 'status' = 'offline')
            order by agent_id, revision
            """,
            row => (Agent: row.GetString(0), What: $"at {row.GetDateTime(1):HH:mm:ss.f}, {row.GetString(2)}"));
        return new Holdings
        {
            Rows = rows.ToDictionary(row => row.Id, row => row.Count),
            Events = events.ToDictionary(row => row.Id, row => row.Count),
            Tallies = tallies.ToDictionary(row => row.Agent, row => row.Tally, StringComparer.Ordinal),
            Registrations = registrations.ToDictionary(row => row.Agent, row => row.Version, StringComparer.Ordinal),
            Feed = feed,
            Offline = offline.ToDictionary(row => row.Agent, row => row.What, StringComparer.Ordinal),
        };
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
