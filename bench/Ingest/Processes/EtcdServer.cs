using System.Net;
using System.Text;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Http;

namespace AgentRegistry.Ingest.Processes;

/// <summary>A single etcd, as Debian ships it, with its own HTTP gateway, on loopback and in a temporary folder.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private const int LeaseSeconds = 3_600;

    private readonly OwnProcess _process;

    private EtcdServer(OwnProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<EtcdServer> StartAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var peers = $"http://127.0.0.1:{FreePort.Take()}";
        var url = address.ToString().TrimEnd('/');
        var process = OwnProcess.Start(
            "etcd",
            [
                "--name", "bench", "--data-dir", folder["etcd"],
                "--listen-client-urls", url, "--advertise-client-urls", url,
                "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", $"bench={peers}",
                "--log-level", "warn",
            ],
            folder["etcd.log"],
            new Dictionary<string, string?>(StringComparer.Ordinal));
        var etcd = new EtcdServer(process, address);
        try
        {
            await etcd.WaitUntilReadyAsync(cancellationToken);
            return etcd;
        }
        catch
        {
            await etcd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Grants leases 1 to <paramref name="count"/>, one for each agent of the other side.</summary>
    public async Task GrantAsync(int count, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        await Parallel.ForAsync(1, count + 1, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (id, token) =>
        {
            using var answer = await client.PostAsync("/v3/lease/grant", Json($$"""{"ID":{{id}},"TTL":{{LeaseSeconds}}}"""), token);
            answer.EnsureSuccessStatusCode();
        });

        // What wrk will send does keep a lease alive: a lease that is not there would be answered with 200 as well, and TTL 0.
        using var kept = await client.PostAsync("/v3/lease/keepalive", Json($$"""{"ID":{{count}}}"""), cancellationToken);
        var text = await kept.Content.ReadAsStringAsync(cancellationToken);
        if (kept.StatusCode != HttpStatusCode.OK || !text.Contains($"\"TTL\":\"{LeaseSeconds}\"", StringComparison.Ordinal))
        {
            throw new EffectMissingException($"etcd does not keep a lease alive: {text}");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(3) };
        await Await.UntilAsync(
            "etcd is healthy",
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMilliseconds(50),
            async () =>
            {
                await _process.RequireAliveAsync("etcd");
                return (await Probe.AskAsync(client, "/health", cancellationToken))?.Contains("true", StringComparison.Ordinal) == true;
            },
            cancellationToken);
    }
}
