using System.Diagnostics;
using System.Net.Http.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;

namespace AgentRegistry.Ingest.Paths;

/// <summary>The index of all agents that each API instance and each RegistryWorker holds: how soon a new process has it, and how soon a change is in it.</summary>
internal sealed class IndexPath : IBenchPath
{
    private const double ReadyBelow = 10;
    private const double ChangeBelow = 1_000;
    private const int Agents = 100_000;
    private const int IntervalSeconds = 3_600;
    private const int PerSecond = 20;
    private const int Seconds = 10;
    private const int WarmUpSeconds = 4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public string Name => "index";

    public string Summary => "with 100,000 agents: from the API's start until it finds one, and a RegistryWorker's until it is ready; from a change on the bus until a search sees it";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        await using var worker = await bench.StartAsync("RegistryWorker", tables, folder, cancellationToken);
        await new Crowd(bench, tables, Agents).RegisterAliveAsync(IntervalSeconds, cancellationToken);

        List<double> ready = [], workerReady = [];
        for (var round = 1; round <= bench.Options.Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using (var restarted = await bench.StartAsync("QueryApi", tables, folder, cancellationToken))
            {
                using var asking = new HttpClient { BaseAddress = restarted.Address };
                if (!await FindsAsync(asking, $"Agent {Agents - round}", Crowd.Id(Agents - round + 1), cancellationToken))
                {
                    throw new EffectMissingException("the API said that it is ready, but does not find an agent");
                }

                ready.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            await using var second = await bench.StartAsync("RegistryWorker", tables, folder, cancellationToken);
            workerReady.Add(second.ReadyAfter.TotalSeconds);
            bench.Say($"  index: ready, round {round}: {ready[^1]:0.00} s, a RegistryWorker after {workerReady[^1]:0.00} s");
        }

        await using var api = await bench.StartAsync("QueryApi", tables, folder, cancellationToken);
        using var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromSeconds(10) };
        return
        [
            Row.OfBound("index: ready", "s", ready, ReadyBelow) with { Note = $"QueryApi with {Agents:#,0} agents, one of them found" },
            Row.OfBound("index: worker", "s", workerReady, ReadyBelow) with { Note = $"RegistryWorker with {Agents:#,0} agents, /ready" },
            .. await ChangeAsync(bench, client, cancellationToken),
        ];
    }

    /// <summary>Agents come, each with a word that no other has, and go again.</summary>
    private static async Task<IReadOnlyList<Row>> ChangeAsync(BenchContext bench, HttpClient client, CancellationToken cancellationToken)
    {
        List<Spread> come = [], gone = [];

        // Round 0 warms up.
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            var now = TimeProvider.System.GetUtcNow();
            var first = Agents + (round * PerSecond * Seconds);
            RegisterAgent[] agents =
            [
                .. Enumerable.Range(first, PerSecond * (round == 0 ? WarmUpSeconds : Seconds))
                    .Select(number => Crowd.Registration(Crowd.Id(number + 1), number, now, IntervalSeconds) with { Description = MadeUpWord() }),
            ];
            var found = await PacedAsync("register-agent", agent => agent, isFound: true);
            var lost = await PacedAsync("delete-agent", agent => new DeleteAgent { MessageId = Guid.NewGuid(), SentAt = TimeProvider.System.GetUtcNow(), AgentId = agent.AgentId }, isFound: false);
            if (round > 0)
            {
                come.Add(found);
                gone.Add(lost);
                bench.Say($"  index: changes, round {round}: found {Spread.Describe([found])}; gone {Spread.Describe([lost])}");
            }

            async Task<Spread> PacedAsync(string queue, Func<RegisterAgent, object> message, bool isFound)
            {
                var others = PacedCaller.RunAsync(
                    agents.Length, PerSecond, number => client.GetByteArrayAsync(Search(string.Join(' ', Wording.Pick(number, 3))), cancellationToken), cancellationToken);
                var times = await PacedCaller.RunAsync(agents.Length, PerSecond, number => SeeAsync(agents[number]), cancellationToken);
                await others;
                return Spread.Of(times);

                async Task SeeAsync(RegisterAgent agent)
                {
                    await bench.Broker.PublishAsync(queue, [Crowd.Body(message(agent))], persistent: true);
                    await Await.UntilAsync(
                        $"a search sees what {queue} says of {agent.AgentId}",
                        Limit,
                        Look,
                        async () => await FindsAsync(client, agent.Description!, agent.AgentId, cancellationToken) == isFound,
                        cancellationToken);
                }
            }
        }

        return [OfChange("index: found", come), OfChange("index: gone", gone)];
    }

    private static Row OfChange(string name, List<Spread> rounds) => Row.OfBound(name, "ms p99", [.. rounds.Select(round => round.P99)], ChangeBelow) with
    {
        Note = $"{Spread.Describe(rounds)}; {PerSecond}/s beside as many searches, from the time it was to be sent, looked for every {Look.TotalMilliseconds} ms",
    };

    private static async Task<bool> FindsAsync(HttpClient client, string query, string id, CancellationToken cancellationToken) =>
        (await client.GetFromJsonAsync<CapabilityMatches>(Search(query), WireJson.Options, cancellationToken))!.Matches.Any(match => match.AgentId == id);

    private static string Search(string query) => $"/api/v1/capabilities/search?q={Uri.EscapeDataString(query)}";

    /// <summary>Letters only: a number could be part of an agent's id.</summary>
    private static string MadeUpWord() => string.Concat(Enumerable.Range(0, 10).Select(_ => (char)Random.Shared.Next('a', 'z' + 1)));
}
