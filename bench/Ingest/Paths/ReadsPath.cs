using System.Net.Http.Json;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Http;
using AgentRegistry.Ingest.Processes;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Paths;

/// <summary>What people and orchestrators ask, and what agents log over HTTP.</summary>
internal sealed class ReadsPath : IBenchPath
{
    private const double ReadsBelow = 10;
    private const double ActivityBelow = 50;
    private const int Agents = 10_000;
    private const int History = 5;
    private const int IntervalSeconds = 3_600;
    private const int ActivitiesPerSecond = 200;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public string Name => "reads";

    public string Summary => "GET a list and GET an agent, 32 callers, 10,000 agents; POST an activity at 200/s: latencies";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        Wrk.RequirePrograms("wrk");
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        await using var worker = await bench.StartAsync("RegistryWorker", tables, folder, cancellationToken);
        await using var activityWorker = await bench.StartAsync("ActivityWorker", tables, folder, cancellationToken);
        await using var api = await bench.StartAsync("QueryApi", tables, folder, cancellationToken);
        var crowd = new Crowd(bench, tables, Agents);
        await crowd.RegisterAliveAsync(IntervalSeconds, cancellationToken);
        await GiveHistoryAsync(bench, tables, crowd, cancellationToken);

        using var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromSeconds(10) };
        await RequireContentAsync(client, cancellationToken);
        return
        [
            await ReadAsync("reads: list", "list.lua", []),
            await ReadAsync("reads: agent", "get.lua", [Crowd.Prefix, $"{Agents}"]),
            await LogAsync(bench, tables, crowd, client, cancellationToken),
        ];

        async Task<Row> ReadAsync(string name, string script, string[] arguments)
        {
            await Wrk.RunAsync(api.Address, script, arguments, WarmUp, folder, cancellationToken);
            var rounds = new List<WrkResult>();
            for (var round = 1; round <= bench.Options.Rounds; round++)
            {
                var result = (await Wrk.RunAsync(api.Address, script, arguments, Duration, folder, cancellationToken)).RequireAllAnswered(name);
                rounds.Add(result);
                bench.Say($"  {name}, round {round}: {result.PerSecond:#,0} req/s, {Spread.Describe([result.Latency])}");
            }

            return Row.OfBound(name, "ms p99", [.. rounds.Select(round => round.Latency.P99)], ReadsBelow) with
            {
                Note = $"{Spread.Describe([.. rounds.Select(round => round.Latency)])}; {Spread.Median(rounds.Select(round => round.PerSecond)):#,0} req/s",
            };
        }
    }

    private static async Task GiveHistoryAsync(BenchContext bench, Tables tables, Crowd crowd, CancellationToken cancellationToken)
    {
        const int All = Agents * History;
        bench.Say($"  logging {All:#,0} activities");
        await bench.Broker.PublishAsync("activity-logged", Activities.Make(crowd.Ids, All).Select(Crowd.Body), persistent: true);
        await Await.UntilAsync(
            $"{All} activities are stored",
            TimeSpan.FromMinutes(3),
            TimeSpan.FromMilliseconds(200),
            async () => (await tables.ActivityTracesAsync(cancellationToken)).Rows == All,
            cancellationToken);
    }

    /// <summary>The answers whose times are taken are the whole ones.</summary>
    private static async Task RequireContentAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents?type=coder&status=idle&limit=50", cancellationToken);
        var agent = await client.GetFromJsonAsync<JsonElement>($"/api/v1/agents/{Crowd.Id(1)}", cancellationToken);
        var listed = page.GetProperty("agents").GetArrayLength();
        var history = agent.GetProperty("execution_history").GetArrayLength();
        if (listed != 50 || history != History)
        {
            throw new EffectMissingException($"a page holds {listed} agents, not 50; an agent's history {history} entries, not {History}");
        }
    }

    private static async Task<Row> LogAsync(
        BenchContext bench, Tables tables, Crowd crowd, HttpClient client, CancellationToken cancellationToken)
    {
        const string name = "reads: POST activity";
        var rounds = new List<Spread>();

        // Round 0 warms up.
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            var count = ActivitiesPerSecond * (int)(round == 0 ? WarmUp : Duration).TotalSeconds;
            var before = await tables.ActivityTracesAsync(cancellationToken);
            var activities = Activities.Make(crowd.Ids, count);
            var times = await PacedCaller.RunAsync(count, ActivitiesPerSecond, number => PostAsync(client, activities[number], cancellationToken), cancellationToken);
            (await tables.ActivityTracesAsync(cancellationToken)).RequireGrowth(before, count);
            if (round > 0)
            {
                rounds.Add(Spread.Of(times));
                bench.Say($"  {name}, round {round}: {Spread.Describe([rounds[^1]])}");
            }
        }

        return Row.OfBound(name, "ms p99", [.. rounds.Select(round => round.P99)], ActivityBelow) with
        {
            Note = $"{Spread.Describe(rounds)}; {ActivitiesPerSecond}/s, from the time it was to be sent",
        };
    }

    private static async Task PostAsync(HttpClient client, ActivityLogged activity, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/agents/activity", activity, WireJson.Options, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new EffectMissingException($"an activity was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
