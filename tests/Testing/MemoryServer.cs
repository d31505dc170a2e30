using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace AgentRegistry.Testing;

/// <summary>The real memory server, <c>@modelcontextprotocol/server-memory</c>: over stdio, or behind a proxy over streamable HTTP.</summary>
public sealed class MemoryServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-registry-memory.");
    private Process? _proxy;

    /// <summary>The program to start for stdio.</summary>
    public static string Command => "node";

    /// <summary>Its arguments.</summary>
    public static string Arguments => Path.Combine(Packages, "@modelcontextprotocol", "server-memory", "dist", "index.js");

    /// <summary>Where it keeps its graph.</summary>
    public string GraphFile => Path.Combine(_folder.FullName, "memory.jsonl");

    /// <summary>Where it listens for HTTP, when it does.</summary>
    public int Port { get; } = RegistryProgram.FreePort();

    /// <summary>Its address over HTTP.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/mcp");

    /// <summary>The activities in its graph, in the order in which it got them.</summary>
    public IReadOnlyList<Guid> Activities => File.Exists(GraphFile)
        ? [.. File.ReadLines(GraphFile)
            .Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!)
            .Where(item => (string?)item["entityType"] == "agent_activity")
            .Select(item => Guid.Parse(((string)item["name"]!)["activity ".Length..]))]
        : [];

    private static string Packages => Environment.GetEnvironmentVariable("AGENT_REGISTRY_MEMORY_SERVER") is { Length: > 0 } folder
        ? Path.Combine(folder, "node_modules")
        : throw new InvalidOperationException("AGENT_REGISTRY_MEMORY_SERVER is not set. Run ./test.sh, which installs the memory server.");

    /// <summary>Starts it over HTTP, on the same port and with the same graph as before.</summary>
    public async Task<MemoryServer> StartAsync()
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(Packages, "mcp-proxy", "dist", "bin", "mcp-proxy.mjs"),
                "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--server", "stream", "--maxBodySize", "0", "--",
                Command, Arguments,
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MEMORY_FILE_PATH"] = GraphFile;
        _proxy?.Dispose();
        _proxy = new Process { StartInfo = start };
        _proxy.Start();
        _proxy.BeginOutputReadLine();
        _proxy.BeginErrorReadLine();
        await Eventually.HoldsAsync(ListensAsync, TimeSpan.FromSeconds(60), () => "The memory server does not listen.");
        return this;
    }

    /// <summary>The process that listens; those below it do the work.</summary>
    public int Id => _proxy!.Id;

    /// <summary>Asks it to end.</summary>
    public async Task StopAsync()
    {
        Signals.Send(Id, Signals.Terminate);
        try
        {
            await _proxy!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Forgets everything. Only while nothing is stored.</summary>
    public void Forget() => File.Delete(GraphFile);

    /// <summary>Kills it with all that it started.</summary>
    public async Task KillAsync()
    {
        if (_proxy is { HasExited: false } proxy)
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _proxy?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
