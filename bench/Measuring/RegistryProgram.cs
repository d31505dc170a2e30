using System.Diagnostics;

namespace AgentRegistry.Measuring;

/// <summary>One of the registry's own programs, as it is built, in a process of its own on a free port.</summary>
internal sealed class RegistryProgram : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly string _name;

    private RegistryProgram(string name, OwnProcess process, Uri address) => (_name, Process, Address) = (name, process, address);

    public OwnProcess Process { get; }

    public Uri Address { get; }

    /// <summary>From its start to the first 200 of <c>/ready</c>.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Starts one; without addresses it has no services.</summary>
    public static async Task<RegistryProgram> StartAsync(
        string name, string[] arguments, TemporaryFolder folder, ServiceAddresses? addresses, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var started = Stopwatch.GetTimestamp();
        var process = OwnProcess.Start(
            "dotnet",
            [Library(name), "--urls", address.ToString(), .. arguments],
            folder[$"{name}.log"],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__RabbitMq"] = addresses?.RabbitMq,
                ["ConnectionStrings__Postgres"] = addresses?.Postgres,
                ["ConnectionStrings__Redis"] = addresses?.Redis,

                // What eng/memory-server.sh gives: the caller's memory server would take its share of what is measured.
                ["Memory__Command"] = null,
                ["Memory__Url"] = null,
            });
        var program = new RegistryProgram(name, process, address);
        try
        {
            await program.WaitUntilReadyAsync(cancellationToken);
            program.ReadyAfter = Stopwatch.GetElapsedTime(started);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(3) };
        await Await.UntilAsync(
            $"{_name} is ready",
            ReadyLimit,
            TimeSpan.FromMilliseconds(10),
            async () =>
            {
                await Process.RequireAliveAsync(_name);
                return await Probe.AskAsync(client, "/ready", cancellationToken) is not null;
            },
            cancellationToken);
    }

    /// <summary>Built together with this program, in the same configuration.</summary>
    private static string Library(string name)
    {
        // …/bench/X/bin/Release/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var library = Path.Combine(root, "src", name, "bin", output.Parent.Name, output.Name, $"AgentRegistry.{name}.dll");
        return File.Exists(library) ? library : throw new PathSkippedException($"{library} is missing; run dotnet build -c Release.");
    }
}
