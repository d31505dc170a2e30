using System.Globalization;

namespace AgentRegistry.Live;

/// <summary>The command line.</summary>
internal sealed record LiveOptions
{
    public int Clients { get; private init; } = 10_000;

    /// <summary>Changes a second.</summary>
    public int Rate { get; private init; } = 100;

    /// <summary>How long a round lasts.</summary>
    public int Seconds { get; private init; } = 20;

    public int Rounds { get; private init; } = 3;

    /// <summary>The part of the clients that stops reading.</summary>
    public double Stalled { get; private init; } = 0.01;

    /// <summary>How many addresses of loopback they come from.</summary>
    public int Addresses { get; private init; } = 4;

    public bool ShowHelp { get; private init; }

    public static string Help =>
        """
        Measures the live feed: many WebSocket clients on one API process.

          dotnet run -c Release --project bench/Live -- [options]

        Options:
          --clients N      clients of /ws (default 10000)
          --rate N         changes a second, each of which every client gets (default 100)
          --seconds N      length of a round (default 20)
          --rounds N       rounds with and without stalled clients, by turns; the figures are their medians (default 3)
          --stalled PART   the part of the clients that stops reading (default 0.01)
          --addresses N    addresses of loopback that the clients come from: 127.0.0.2, 127.0.0.3, ... (default 4)
          --help           this text

        Progress goes to standard error; the table and, last, one line of JSON to standard output.
        Exit code: 0 every target met, 1 one missed, 2 nothing could be measured, 130 interrupted.

        """;

    /// <summary>How many stop reading.</summary>
    public int StalledClients => (int)Math.Ceiling(Clients * Stalled);

    /// <summary>Null, with a line on standard error, when it cannot be understood.</summary>
    public static LiveOptions? Parse(string[] args)
    {
        var options = new LiveOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    return options with { ShowHelp = true };
                case "--clients" when Number(value) is { } clients:
                    options = options with { Clients = clients };
                    break;
                case "--rate" when Number(value) is { } rate:
                    options = options with { Rate = rate };
                    break;
                case "--seconds" when Number(value) is { } seconds:
                    options = options with { Seconds = seconds };
                    break;
                case "--rounds" when Number(value) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--addresses" when Number(value) is { } and < 250 and var addresses:
                    options = options with { Addresses = addresses };
                    break;
                case "--stalled" when Part(value) is { } part:
                    options = options with { Stalled = part };
                    break;
                default:
                    Console.Error.WriteLine($"'{args[i]}' is no option, or lacks its number. Try --help.");
                    return null;
            }
        }

        return options;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static double? Part(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) && part is > 0 and < 1 ? part : null;
}
