namespace AgentRegistry.Ingest.Services;

/// <summary>The scripts and statements that lie beside the code.</summary>
internal static class Embedded
{
    public static string Read(string path)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidOperationException($"{path} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
