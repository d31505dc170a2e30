using System.Globalization;
using AgentRegistry.Ingest.Paths;

namespace AgentRegistry.Ingest.Command;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    public int Rounds { get; private init; } = 3;

    /// <summary>Null: all paths.</summary>
    public string? Only { get; private init; }

    /// <summary>Null: each path's own number.</summary>
    public int? Messages { get; private init; }

    public bool ShowHelp { get; private init; }

    /// <summary>Null, with a line on standard error, when it cannot be understood.</summary>
    public static BenchOptions? Parse(string[] args, string[] names)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    return options with { ShowHelp = true };
                case "--rounds" when Number(value) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--messages" when Number(value) is { } messages:
                    options = options with { Messages = messages };
                    break;
                case "--only" when names.Contains(value):
                    options = options with { Only = value };
                    break;
                case "--only":
                    Console.Error.WriteLine($"--only needs one of: {string.Join(", ", names)}");
                    return null;
                default:
                    Console.Error.WriteLine($"'{args[i]}' is no option, or lacks its number. Try --help.");
                    return null;
            }
        }

        return options;
    }

    public static string Help(IReadOnlyList<IBenchPath> paths) =>
        $"""
        Measures the hot paths of the registry, each beside its baseline.

          eval "$(eng/services.sh up)"
          dotnet run -c Release --project bench/Ingest -- [options]

        Options:
          --rounds N       rounds of each path; the figures are their medians (default 3)
          --only NAME      one path only
          --messages N     messages of a round, where a path drains a queue (default: each path's own)
          --help           this text

        Paths:
        {string.Join('\n', paths.Select(path => $"  {path.Name,-16} {path.Summary}"))}

        Progress goes to standard error; the table and, last, one line of JSON to standard output.
        Exit code: 0 every target met, 1 one missed or not measured, 2 nothing could be measured, 130 interrupted.

        """;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
