using System.Diagnostics;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;

namespace AgentRegistry.Retrieval;

/// <summary>How fast a large registry answers many callers at once, and what one registration costs it.</summary>
internal static class SpeedRun
{
    private static readonly RoutingPolicy Policy = new();

    public static async Task<SpeedResult> MeasureAsync(IReadOnlyList<Agent> catalogue, IReadOnlyList<JudgedQuery> queries, int agents, int callers, TimeSpan time)
    {
        var grown = Grown(catalogue, agents);
        var texts = GC.GetTotalMemory(forceFullCollection: true);
        var began = Stopwatch.GetTimestamp();
        var directory = new AgentDirectory();
        directory.Load([.. grown], revision: 1);
        var loaded = Stopwatch.GetElapsedTime(began);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - texts;
        var registration = Registrations(directory, grown);
        return new SpeedResult(
            grown.Count,
            callers,
            loaded.TotalSeconds,
            (double)bytes / grown.Count,
            registration,
            await Load.RunAsync(queries, callers, time, query => directory.Search(new SearchCapabilities { Query = query.Query })),
            await Load.RunAsync(queries, callers, time, query => Route(directory, query)));
    }

    /// <summary>The catalogue over and over, each time by other ids and names, up to so many agents.</summary>
    public static IReadOnlyList<Agent> Grown(IReadOnlyList<Agent> catalogue, int agents) => [.. Enumerable.Range(0, Math.Max(agents, catalogue.Count))
        .Select(i => (Agent: catalogue[i % catalogue.Count], Copy: i / catalogue.Count))
        .Select(one => one.Copy == 0 ? one.Agent : one.Agent with { Id = $"{one.Agent.Id}-{one.Copy}", Name = $"{one.Agent.Name} {one.Copy}" })];

    private static RouteDecision Route(AgentDirectory directory, JudgedQuery query)
    {
        var question = new RouteQuery { Query = query.Query };
        var shortlist = directory.Shortlist(question, vector: null, lastCalled: null, Policy, DateTimeOffset.UnixEpoch);
        return AgentRouter.Decide(question, shortlist, new Dictionary<string, AgentFacts>(), Policy);
    }

    /// <summary>Agents that come one at a time, as a batch of one each: the dearest way.</summary>
    private static Spread Registrations(AgentDirectory directory, IReadOnlyList<Agent> agents)
    {
        var times = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var revision = 2L + i;
            var agent = agents[i * 31 % agents.Count] with { Id = $"newcomer-{i}", Revision = revision };
            var change = new AgentChanged { AgentId = agent.Id, Change = AgentChange.Registered, Revision = revision, Agent = agent };
            var began = Stopwatch.GetTimestamp();
            directory.Apply([change], [], revision);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Spread.Of(times);
    }
}

/// <summary>Callers that ask as fast as they are answered, by the thread pool, as the service is asked: the wait for a thread is in the time.</summary>
internal sealed record Load(double PerSecond, Spread Latency)
{
    public static async Task<Load> RunAsync(IReadOnlyList<JudgedQuery> queries, int callers, TimeSpan time, Action<JudgedQuery> ask)
    {
        foreach (var query in queries.Take(100))
        {
            ask(query);
        }

        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(CallAsync));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new Load(all.Sum(times => times.Count) / seconds, Spread.Of(all.SelectMany(times => times)));

        async Task<List<double>> CallAsync(int caller)
        {
            var times = new List<double>();
            for (var i = caller; Stopwatch.GetElapsedTime(began) < time; i += callers)
            {
                var (query, asked) = (queries[i % queries.Count], Stopwatch.GetTimestamp());

                // Fair, as what comes from the network is: a thread's own queue takes the newest first, and some callers would starve.
                await Task.Factory.StartNew(() => ask(query), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return times;
        }
    }
}

/// <summary>What was measured.</summary>
/// <param name="Agents">In a registry of so many.</param>
/// <param name="Callers">That ask at once.</param>
/// <param name="LoadSeconds">From the agents to an index of them.</param>
/// <param name="BytesAnAgent">Of the index, beside the agents themselves.</param>
/// <param name="Registration">Of one agent, until it can be found.</param>
/// <param name="Search">Searches.</param>
/// <param name="Route">Decisions, without what the stores know of the agents.</param>
internal sealed record SpeedResult(int Agents, int Callers, double LoadSeconds, double BytesAnAgent, Spread Registration, Load Search, Load Route)
{
    public IEnumerable<(string Name, string Value)> Rows() =>
    [
        ("agents", $"{Agents:#,0}, {Callers} callers"),
        ("index from nothing", $"{LoadSeconds:0.00} s, {BytesAnAgent / 1024:0.0} KB an agent"),
        ("one registration", Text(Registration)),
        ("search", $"{Search.PerSecond:#,0}/s, {Text(Search.Latency)}"),
        ("route", $"{Route.PerSecond:#,0}/s, {Text(Route.Latency)}"),
    ];

    public static string Text(Spread spread) => $"p50 {spread.P50:0.00}, p99 {spread.P99:0.00} ms";
}
