using System.Diagnostics;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Paths;

/// <summary>What an orchestrator reads of sessions before it answers, and what is said in them.</summary>
internal sealed class SessionsPath : IBenchPath
{
    private const string Queue = "append-session-messages";
    private const string Written = "select coalesce(sum(messages), 0) from session.session where user_id = 'writer'";
    private const string Stored = "select count(*) from session.message where session_id <> 'whole'";
    private const double WholeBelow = 20;
    private const double PageBelow = 5;
    private const double ListBelow = 10;
    private const double AppendsAtLeast = 3_000;
    private const int Sessions = 50;
    private const int Appends = 30_000;
    private const int Seconds = 8;
    private const int WarmUpSeconds = 4;

    public string Name => "sessions";

    public string Summary => "GET a session of 1,000 messages and 200 invocations, a page of 50, a user's of 100,000 sessions; appends over the bus";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        await using var worker = await bench.StartAsync("SessionWorker", tables, folder, cancellationToken);
        await using var api = await bench.StartAsync("QueryApi", tables, folder, cancellationToken);
        await tables.CountAsync(Embedded.Read("Services/fill_sessions.sql") + "select 0", cancellationToken);
        using var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromSeconds(10) };
        return
        [
            await ReadAsync(bench, client, "sessions: whole", "/api/v1/sessions/whole", "conversation_history", 1_000, perSecond: 20, WholeBelow, cancellationToken),
            await ReadAsync(bench, client, "sessions: page", "/api/v1/sessions/whole/messages?limit=50&after=475", "messages", 50, perSecond: 100, PageBelow, cancellationToken),
            await ReadAsync(bench, client, "sessions: a user's", "/api/v1/sessions?user=user-17&limit=50", "sessions", 50, perSecond: 100, ListBelow, cancellationToken),
            await AppendAsync(bench, tables, cancellationToken),
        ];
    }

    private static async Task<Row> ReadAsync(
        BenchContext bench, HttpClient client, string name, string path, string list, int items, int perSecond, double below, CancellationToken cancellationToken)
    {
        var answer = JsonElement.Parse(await client.GetStringAsync(path, cancellationToken));
        if (answer.GetProperty(list).GetArrayLength() != items)
        {
            throw new EffectMissingException($"{path} has {answer.GetProperty(list).GetArrayLength()} {list}, not {items}");
        }

        var rounds = new List<Spread>();

        // Round 0 warms up.
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            var count = perSecond * (round == 0 ? WarmUpSeconds : Seconds);
            var times = await PacedCaller.RunAsync(count, perSecond, _ => client.GetByteArrayAsync(path, cancellationToken), cancellationToken);
            if (round > 0)
            {
                rounds.Add(Spread.Of(times));
                bench.Say($"  {name}, round {round}: {Spread.Describe([rounds[^1]])}");
            }
        }

        return Row.OfBound(name, "ms p99", [.. rounds.Select(round => round.P99)], below) with
        {
            Note = $"{Spread.Describe(rounds)}; {perSecond}/s, from the time it was to be sent",
        };
    }

    /// <summary>From the first publish to the last commit: publisher, broker and worker share the machine all that time.</summary>
    private static async Task<Row> AppendAsync(BenchContext bench, Tables tables, CancellationToken cancellationToken)
    {
        const string name = "sessions: appends";
        var rates = new List<double>();
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            var before = await tables.CountAsync(Written, cancellationToken);
            var bodies = Enumerable.Range(0, Appends).Select(Body).ToList();
            var started = Stopwatch.GetTimestamp();
            await bench.Broker.PublishAsync(Queue, bodies, persistent: true);
            await Await.UntilAsync(
                $"{Appends} messages are stored",
                TimeSpan.FromMinutes(2),
                TimeSpan.FromMilliseconds(50),
                async () => await tables.CountAsync(Written, cancellationToken) == before + Appends,
                cancellationToken);
            var rate = Appends / Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (await tables.CountAsync(Stored, cancellationToken) != before + Appends)
            {
                throw new EffectMissingException("the sessions count other messages than there are");
            }

            if (round > 0)
            {
                rates.Add(rate);
                bench.Say($"  {name}, round {round}: {rate:#,0}/s");
            }
        }

        var median = Spread.Median(rates);
        return new Row(name, median, "/s", $">= {AppendsAtLeast:#,0}", median >= AppendsAtLeast ? Verdict.Met : Verdict.Missed)
        {
            Rounds = rates,
            Note = $"{Sessions} sessions, one message each, plain JSON, published meanwhile",
        };
    }

    private static ReadOnlyMemory<byte> Body(int number) => JsonSerializer.SerializeToUtf8Bytes(
        new AppendSessionMessages
        {
            MessageId = Guid.CreateVersion7(),
            SentAt = TimeProvider.System.GetUtcNow(),
            SessionId = $"written-{number % Sessions}",
            Messages = [new NewSessionMessage { Role = MessageRole.User, Content = $"{number} show my tickets, and what has become of them since yesterday" }],
        },
        JsonSerializerOptions.Web);
}
