using System.Net;
using System.Text.RegularExpressions;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Http;
using AgentRegistry.Ingest.Processes;

namespace AgentRegistry.Ingest.Paths;

/// <summary>A heartbeat over HTTP, beside the keep-alive of another registry that services use.</summary>
internal sealed partial class HttpHeartbeatPath : IBenchPath
{
    private const double AtLeast = 1.5;
    private const int Agents = 20_000;
    private const int IntervalSeconds = 3_600;
    private const string Vitals = """{"active_tasks":2,"load":0.35,"uptime_seconds":86400}""";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public string Name => "http-heartbeat";

    public string Summary => "POST /agents/{id}/heartbeat beside etcd's lease keep-alive over its HTTP gateway; wrk, 32 connections";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        Wrk.RequirePrograms("wrk", "etcd");
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        await using var worker = await bench.StartAsync("RegistryWorker", tables, folder, cancellationToken);
        await using var api = await bench.StartAsync("QueryApi", tables, folder, cancellationToken);
        var crowd = new Crowd(bench, tables, Agents);
        await crowd.RegisterAliveAsync(IntervalSeconds, cancellationToken);
        await using var etcd = await EtcdServer.StartAsync(folder, cancellationToken);
        await etcd.GrantAsync(Agents, cancellationToken);

        var sides = new Sides(folder, etcd, api, worker);
        var bare = await Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            Name,
            warmUp => sides.KeepAliveAsync(warmUp, cancellationToken),
            warmUp => sides.HeartbeatAsync(warmUp, null, cancellationToken));
        var vitals = await Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            $"{Name}, with vitals",
            warmUp => sides.KeepAliveAsync(warmUp, cancellationToken),
            warmUp => sides.HeartbeatAsync(warmUp, Vitals, cancellationToken));
        return
        [
            Row.OfRatio(Name, "req/s", "etcd keep-alive", bare, AtLeast) with { Note = $"{sides.Gone} unknown agents answered 410 meanwhile" },
            Row.OfRates($"{Name}, with vitals", "req/s", "etcd keep-alive", vitals),
        ];
    }

    private sealed partial class Sides(TemporaryFolder folder, EtcdServer etcd, RegistryProgram api, RegistryProgram worker)
    {
        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

        /// <summary>How often an agent that is not registered was told so under load.</summary>
        public int Gone { get; private set; }

        public async Task<double> KeepAliveAsync(bool warmUp, CancellationToken cancellationToken) =>
            (await Wrk.RunAsync(etcd.Address, "keepalive.lua", [$"{Agents}"], warmUp ? WarmUp : Duration, folder, cancellationToken))
            .RequireAllAnswered("etcd").PerSecond;

        public async Task<double> HeartbeatAsync(bool warmUp, string? body, CancellationToken cancellationToken)
        {
            var before = await CountedAsync(cancellationToken);
            string[] arguments = body is null ? [Crowd.Prefix, $"{Agents}"] : [Crowd.Prefix, $"{Agents}", body];
            using var loaded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var strangers = KnockAsync(loaded.Token);
            WrkResult result;
            try
            {
                result = await Wrk.RunAsync(api.Address, "heartbeat.lua", arguments, warmUp ? WarmUp : Duration, folder, cancellationToken);
            }
            finally
            {
                await loaded.CancelAsync();
                await strangers;
            }

            result.RequireAllAnswered("POST /agents/{id}/heartbeat");
            await Await.UntilAsync(
                $"{result.Requests} heartbeats reached presence",
                TimeSpan.FromSeconds(30),
                Look,
                async () => await CountedAsync(cancellationToken) - before >= result.Requests,
                cancellationToken);
            return result.PerSecond;
        }

        /// <summary>Agents that nobody registered, a few in a second, while the others are served.</summary>
        private async Task KnockAsync(CancellationToken loaded)
        {
            using var client = new HttpClient { BaseAddress = api.Address };
            try
            {
                while (true)
                {
                    using var answer = await client.PostAsync($"/api/v1/agents/nobody-{Guid.NewGuid():n}/heartbeat", null, loaded);
                    if (answer.StatusCode != HttpStatusCode.Gone)
                    {
                        throw new EffectMissingException($"an agent that is not registered was answered {(int)answer.StatusCode}, not 410");
                    }

                    Gone++;
                    await Task.Delay(Look, loaded);
                }
            }
            catch (OperationCanceledException) when (loaded.IsCancellationRequested)
            {
                // The load has ended.
            }
        }

        /// <summary>How many heartbeats the worker has brought to presence.</summary>
        private async Task<long> CountedAsync(CancellationToken cancellationToken)
        {
            using var client = new HttpClient { BaseAddress = worker.Address };
            return Counter().Matches(await client.GetStringAsync("/metrics", cancellationToken))
                .Sum(match => long.Parse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture));
        }

        // Stale ones are those that another connection overtook; unknown ones would be lost.
        [GeneratedRegex("""^agent_registry_heartbeats_total\{result="(fresh|changes|stale)"\} (?<count>\d+)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
        private static partial Regex Counter();
    }
}
