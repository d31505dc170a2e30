using AgentRegistry.Measuring;

namespace AgentRegistry.Ingest.Processes;

/// <summary>The memory server of eng/memory-server.sh, as the worker's child, with a graph of its own.</summary>
internal sealed class MemoryProgram(string index, TemporaryFolder folder)
{
    /// <summary>Nobody listens on the discard port.</summary>
    public static IReadOnlyDictionary<string, string?> Away { get; } =
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Memory:Url"] = "http://127.0.0.1:9/mcp" };

    /// <summary>The server's program; null when it is not installed.</summary>
    public static string? Installed => Environment.GetEnvironmentVariable("AGENT_REGISTRY_MEMORY_SERVER") is { Length: > 0 } folder
        ? Path.Combine(folder, "node_modules", "@modelcontextprotocol", "server-memory", "dist", "index.js")
        : null;

    /// <summary>The settings of a worker that starts it.</summary>
    public IReadOnlyDictionary<string, string?> There { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Memory:Command"] = "env",
        ["Memory:Arguments"] = $"\"MEMORY_FILE_PATH={GraphFile(folder)}\" node \"{index}\"",
        ["Memory:CallSeconds"] = "60",
    };

    /// <summary>Empties it. Only while it does not run.</summary>
    public void Forget() => File.Delete(GraphFile(folder));

    /// <summary>How many activities it holds.</summary>
    public int Count => File.Exists(GraphFile(folder)) ? File.ReadLines(GraphFile(folder)).Count() : 0;

    private static string GraphFile(TemporaryFolder folder) => Path.Combine(folder.Path, "memory.jsonl");
}
