using System.Diagnostics;
using AgentRegistry.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Retrieval;

/// <summary>
/// The same with PostgreSQL's full text search: a tsvector of weighted fields with a GIN index, any word of the query, ranked by
/// ts_rank_cd. The index is made in a temporary table of the one connection of each caller, so that nothing stays.
/// </summary>
internal sealed class PostgresRun : IDisposable
{
    private const string Make = "create temporary table tool (id text not null, words tsvector not null)";

    private const string Fill = """
        insert into tool
        select id, setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', more), 'B')
        from unnest($1, $2, $3) as given (id, name, more)
        """;

    private const string Index = "create index on tool using gin (words); analyze tool";

    // plainto_tsquery wants every word of a sentence; hardly any agent has them all.
    private const string Find = """
        select id
        from tool, cast(replace(cast(plainto_tsquery('english', $1) as text), '&', '|') as tsquery) as query
        where words @@ query
        order by ts_rank_cd(words, query) desc, id
        limit 10
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _find;

    public PostgresRun(string address, IReadOnlyList<Agent> agents)
    {
        _connection = new NpgsqlConnection(address);
        _connection.Open();
        using (var make = new NpgsqlBatch(_connection))
        {
            make.BatchCommands.Add(new NpgsqlBatchCommand(Make));
            make.BatchCommands.Add(new NpgsqlBatchCommand(Fill)
            {
                Parameters =
                {
                    Texts(agents, agent => agent.Id),
                    Texts(agents, agent => Split(agent.Name)),
                    Texts(agents, TextOf),
                },
            });
            make.ExecuteNonQuery();
        }

        using (var index = new NpgsqlCommand(Index, _connection))
        {
            index.ExecuteNonQuery();
        }

        _find = new NpgsqlCommand(Find, _connection);
        _find.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text });
    }

    public IReadOnlyList<string> Ask(string query)
    {
        _find.Parameters[0].Value = query;
        using var reader = _find.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>Quality on the catalogue as it is, one caller; speed on the catalogue grown, many.</summary>
    public static async Task<PostgresResult> MeasureAsync(
        string address, IReadOnlyList<Agent> catalogue, IReadOnlyList<JudgedQuery> queries, int agents, int callers, TimeSpan time)
    {
        Measures quality;
        Spread latency;
        using (var run = new PostgresRun(address, catalogue))
        {
            var (measures, times) = (new List<Measures>(), new List<double>());
            foreach (var query in queries)
            {
                var began = Stopwatch.GetTimestamp();
                var found = run.Ask(query.Query);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                measures.Add(Measures.Of(found, query.Relevant));
            }

            (quality, latency) = (Measures.Mean(measures), Spread.Of(times));
        }

        if (agents == 0)
        {
            return new PostgresResult(quality, latency, Load: null);
        }

        var grown = SpeedRun.Grown(catalogue, agents);
        var runs = Enumerable.Range(0, callers).Select(_ => new PostgresRun(address, grown)).ToList();
        var free = new System.Collections.Concurrent.ConcurrentBag<PostgresRun>(runs);
        try
        {
            return new PostgresResult(quality, latency, await Load.RunAsync(queries, callers, time, query =>
            {
                free.TryTake(out var run);
                run!.Ask(query.Query);
                free.Add(run);
            }));
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _connection.Dispose();
    }

    private static NpgsqlParameter Texts(IReadOnlyList<Agent> agents, Func<Agent, string> text) =>
        new() { Value = agents.Select(text).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static string TextOf(Agent agent) => Split(string.Join(' ', agent.Capabilities
        .SelectMany(capability => new[] { capability.Name, capability.Description }.Concat(capability.Tags).Concat(capability.Examples))
        .Prepend(agent.Description)
        .Concat(agent.Tags)));

    /// <summary>PostgreSQL does not part getWeather; what is compared is the ranking, so that it is given both forms.</summary>
    private static string Split(string text) =>
        text + ' ' + System.Text.RegularExpressions.Regex.Replace(text, "(?<=\\p{Ll})(?=\\p{Lu})|[_-]", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}

/// <summary>What was measured.</summary>
internal sealed record PostgresResult(Measures Quality, Spread Latency, Load? Load);
