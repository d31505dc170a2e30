using System.Diagnostics;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;

namespace AgentRegistry.Retrieval;

/// <summary>One measurement: the index is built, the queries are asked one after the other.</summary>
internal static class RetrievalRun
{
    private static readonly RoutingPolicy Policy = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    public static async Task<RetrievalResult> MeasureAsync(RetrievalOptions options)
    {
        var agents = Lines.Agents(options.Agents);
        var queries = Lines.Queries(options.Queries, options.Part);
        var (directory, bytes) = Weighed(agents);
        var learned = options.Learn is { } known ? Learn(directory, known, queries) : 0;
        foreach (var query in queries.Take(200))
        {
            Ask(directory, query.Query);
        }

        var measures = new List<Measures>(queries.Count);
        var times = new List<double>(queries.Count);
        foreach (var query in queries)
        {
            var began = Stopwatch.GetTimestamp();
            var found = Ask(directory, query.Query);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            measures.Add(Measures.Of([.. found.Entries.Select(entry => entry.Agent.Id)], query.Relevant));
        }

        var abstention = options.OutOfScope is { } file
            ? Abstention.Of([.. queries.Select(query => Ask(directory, query.Query).Confidence)], [.. Lines.Queries(file).Select(query => Ask(directory, query.Query).Confidence)])
            : null;
        return new RetrievalResult(agents.Count, queries.Count, learned, Measures.Mean(measures), abstention, Spread.Of(times), bytes)
        {
            Speed = options.Grow > 0 ? await SpeedRun.MeasureAsync(agents, queries, options.Grow, options.Callers, options.Time) : null,
            Postgres = options.Postgres ? await PostgresRun.MeasureAsync(Address(), agents, queries, options.Grow, options.Callers, options.Time) : null,
        };
    }

    private static string Address() => Environment.GetEnvironmentVariable("ConnectionStrings__Postgres")
        ?? throw new InvalidDataException("ConnectionStrings__Postgres must be set: eval \"$(eng/services.sh up)\"");

    private static Shortlist Ask(AgentDirectory directory, string query) => directory.Shortlist(new RouteQuery { Query = query }, vector: null, lastCalled: null, Policy, Now);

    /// <summary>Returns how many queries were learned from.</summary>
    private static int Learn(AgentDirectory directory, string file, IReadOnlyList<JudgedQuery> measured)
    {
        var ids = measured.Select(query => query.Id).ToHashSet(StringComparer.Ordinal);
        var known = Lines.Queries(file).Where(query => !ids.Contains(query.Id)).ToList();
        directory.Learn(
            [.. known.SelectMany(query => query.Relevant, (query, agent) => (query.Query, Agent: agent))
                .Select((answered, i) => new Evidence(answered.Agent, Defaults.Workspace, answered.Query, Now, Revision: 2 + i))],
            Evidence.DefaultMaxPerAgent);
        directory.Train(CancellationToken.None);
        return known.Count;
    }

    /// <summary>The directory, and what it takes beside the agents themselves.</summary>
    private static (AgentDirectory Directory, long Bytes) Weighed(IReadOnlyList<Agent> agents)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var directory = new AgentDirectory();
        directory.Load([.. agents], revision: 1);
        return (directory, GC.GetTotalMemory(forceFullCollection: true) - before);
    }
}

/// <summary>How well queries that nobody can answer are told from the others.</summary>
/// <param name="Auroc">By confidence alone, whatever the least that is asked for.</param>
/// <param name="OfAnswerable">The part of the queries that is told that nobody fits, by the service's default.</param>
/// <param name="OfOthers">The same of those that nobody can answer.</param>
internal sealed record Abstention(double Auroc, double OfAnswerable, double OfOthers)
{
    public static Abstention Of(IReadOnlyCollection<double> answerable, IReadOnlyCollection<double> others) =>
        new(Measures.Auroc(answerable, others), Told(answerable), Told(others));

    private static double Told(IReadOnlyCollection<double> confidences) =>
        (double)confidences.Count(confidence => confidence < new RoutingPolicy().MinimumConfidence) / confidences.Count;
}

/// <summary>What was measured.</summary>
internal sealed record RetrievalResult(int Agents, int Queries, int Learned, Measures Quality, Abstention? Abstention, Spread Latency, long IndexBytes)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public SpeedResult? Speed { get; init; }

    public PostgresResult? Postgres { get; init; }

    public string Table()
    {
        (string Name, string Value)[] rows =
        [
            ("agents", $"{Agents:#,0}"),
            ("queries", $"{Queries:#,0}"),
            ("learned from", $"{Learned:#,0}"),
            ("hit@1", Part(Quality.Hit1)),
            ("hit@5", Part(Quality.Hit5)),
            ("recall@5", Part(Quality.Recall5)),
            ("recall@10", Part(Quality.Recall10)),
            ("nDCG@5", Part(Quality.Ndcg5)),
            ("nDCG@10", Part(Quality.Ndcg10)),
            ("MRR", Part(Quality.Mrr)),
            ("abstention AUROC", Abstention is null ? "-" : Part(Abstention.Auroc)),
            ("told nobody fits", Abstention is null ? "-" : $"{Part(Abstention.OfAnswerable)} of these queries, {Part(Abstention.OfOthers)} out of scope"),
            ("latency p50", $"{Latency.P50:0.000} ms"),
            ("latency p99", $"{Latency.P99:0.000} ms"),
            ("index size", $"{IndexBytes / 1024.0:#,0} KB ({IndexBytes / 1024.0 / Agents:0.0} KB an agent)"),
        ];
        (string Name, string Value)[] postgres = Postgres is null ? [] :
        [
            ("PostgreSQL", $"hit@1 {Part(Postgres.Quality.Hit1)}, hit@5 {Part(Postgres.Quality.Hit5)}, recall@10 {Part(Postgres.Quality.Recall10)}, nDCG@5 {Part(Postgres.Quality.Ndcg5)}, nDCG@10 {Part(Postgres.Quality.Ndcg10)}, MRR {Part(Postgres.Quality.Mrr)}"),
            ("PostgreSQL alone", SpeedResult.Text(Postgres.Latency)),
            .. Postgres.Load is { } load ? [("PostgreSQL loaded", $"{load.PerSecond:#,0}/s, {SpeedResult.Text(load.Latency)}")] : Array.Empty<(string, string)>(),
        ];
        return string.Concat(rows.Concat(Speed?.Rows() ?? []).Concat(postgres).Select(row => $"{row.Name,-18}{row.Value}\n"));
    }

    public string Json() => JsonSerializer.Serialize(
        new
        {
            agents = Agents,
            queries = Queries,
            learned = Learned,
            hit_at_1 = Quality.Hit1,
            hit_at_5 = Quality.Hit5,
            recall_at_5 = Quality.Recall5,
            recall_at_10 = Quality.Recall10,
            ndcg_at_5 = Quality.Ndcg5,
            ndcg_at_10 = Quality.Ndcg10,
            mrr = Quality.Mrr,
            abstention_auroc = Abstention?.Auroc,
            abstained = Abstention?.OfAnswerable,
            abstained_out_of_scope = Abstention?.OfOthers,
            latency_p50_ms = Latency.P50,
            latency_p99_ms = Latency.P99,
            index_bytes = IndexBytes,
            speed = Speed,
            postgres = Postgres,
        },
        Options);

    private static string Part(double value) => $"{value:0.000}";
}
