using System.Collections.Concurrent;

namespace AgentRegistry.Storage.Sql;

/// <summary>SQL and Lua stand in files of their own beside the code that runs them, and are built into the assembly.</summary>
internal static class EmbeddedText
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text of a file by its path from this project's folder, such as <c>Agents/Postgres/save_states.sql</c>.</summary>
    public static string Read(string path) => Texts.GetOrAdd(path, static key =>
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(key)
            ?? throw new InvalidOperationException($"'{key}' is not built into the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The files of a folder in the order of their names.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [.. typeof(EmbeddedText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
}
