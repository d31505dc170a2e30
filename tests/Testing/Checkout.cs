namespace AgentRegistry.Testing;

/// <summary>Where things lie in this checkout.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The real catalogue where there is one, else the samples' own.</summary>
    public static string Catalogue
    {
        get
        {
            var real = Path.Combine(Root, "..", "shared", "data", "agents", "agents.jsonl");
            return File.Exists(real) ? Path.GetFullPath(real) : Path.Combine(Root, "samples", "catalogue.jsonl");
        }
    }

    /// <summary>The built program of a project in src, of the same configuration as the tests.</summary>
    public static string Program(string project) => Built(Path.Combine("src", project), project);

    /// <summary>The built program of a project anywhere.</summary>
    public static string Built(string folder, string project)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        var file = Path.Combine(Root, folder, "bin", configuration, "net10.0", $"AgentRegistry.{project}.dll");
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is not built; run ./test.sh.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentRegistry.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in a checkout.");
    }
}
