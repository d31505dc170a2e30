using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentRegistry.Live;

/// <summary>The API process that is measured, and the changes that it is told of.</summary>
internal sealed partial class Api : IAsyncDisposable
{
    private const string Agent = "bench";

    private readonly RegistryProgram _program;
    private readonly HttpClient _client;

    private Api(RegistryProgram program) =>
        (_program, _client) = (program, new HttpClient { BaseAddress = program.Address, Timeout = TimeSpan.FromSeconds(30) });

    public IPEndPoint EndPoint => new(IPAddress.Loopback, _program.Address.Port);

    public static async Task<Api> StartAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var api = new Api(await RegistryProgram.StartAsync("Standalone", ["--data", folder["data"]], folder, addresses: null, cancellationToken));
        try
        {
            await api.PostAsync("/api/v1/agents", $$"""{"id":"{{Agent}}","name":"Bench"}""", cancellationToken);
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a change that bears the time of its sending, and gives its revision once it is committed.</summary>
    public async Task<long> ChangeAsync(CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
        var answer = await PostAsync(
            "/api/v1/agents/activity",
            $$"""{"agent_id":"{{Agent}}","task_id":"{{now}}","status":"success","duration_ms":12,"output":"All 42 tests passed"}""",
            cancellationToken);
        return answer.GetProperty("revision").GetInt64();
    }

    /// <summary>How many clients of the feed it counts.</summary>
    public async Task<int> LiveClientsAsync(CancellationToken cancellationToken)
    {
        var text = await _client.GetStringAsync("/metrics", cancellationToken);
        return int.Parse(LiveClients().Match(text).Groups["count"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Its memory when that has changed by less than a megabyte over two seconds: the most that it held in them.</summary>
    public async Task<double> SettledKilobytesAsync(CancellationToken cancellationToken)
    {
        var last = new Queue<long>();
        await Await.UntilAsync(
            "the memory of the API has settled",
            TimeSpan.FromSeconds(60),
            TimeSpan.FromMilliseconds(100),
            async () =>
            {
                last.Enqueue(await _program.Process.ResidentBytesAsync());
                if (last.Count > 20)
                {
                    last.Dequeue();
                }

                return last.Count == 20 && last.Max() - last.Min() < 1 << 20;
            },
            cancellationToken);
        return last.Max() / 1024.0;
    }

    /// <summary>Processor time that it has taken so far.</summary>
    public TimeSpan ProcessorTime()
    {
        using var process = Process.GetProcessById(_program.Process.Id);
        return process.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<JsonElement> PostAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(path, content, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new EffectMissingException($"{path} answered {(int)answer.StatusCode}: {text}");
    }

    [GeneratedRegex(@"^agent_registry_live_clients(?:\{[^}]*\})? (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LiveClients();
}
