using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AgentRegistry.Fleet;

/// <summary>The options of the command line.</summary>
internal sealed record FleetOptions(
    string Catalogue, int? Agents, double? HeartbeatsPerSecond, double ActivitiesPerSecond, TimeSpan Length, TimeSpan Timeout, Uri? Amqp, Uri Http, int Seed)
{
    private static readonly Option<string> CatalogueOption = new("--catalogue")
    {
        HelpName = "FILE.jsonl",
        Description = "the agents, one JSON object a line; samples/catalogue.jsonl is one",
        Required = true,
    };

    private static readonly Option<int?> AgentsOption = Of<int?>(
        "--agents", "N", "number of agents; more than the catalogue has are repeated under other ids (default: all of the catalogue)", WholeNumber(1, 1_000_000));

    private static readonly Option<double?> RateOption = Of<double?>(
        "--rate", "HEARTBEATS_PER_S", "heartbeats per second of all agents together (default: every agent each 10 s)", Number(0, 1_000_000));

    private static readonly Option<double?> ActivityOption = Of<double?>(
        "--activity", "PER_S", "activities per second of all agents together (default: 20)", Number(0, 1_000_000));

    private static readonly Option<double?> ForOption = Of<double?>(
        "--for", "SECONDS", "how long the fleet runs once it is registered (default: 30)", Number(0, 30 * 24 * 3_600));

    private static readonly Option<double?> TimeoutOption = Of<double?>(
        "--timeout", "SECONDS", "how long the registry may take to respond and to catch up (default: 60; at most 10 after Ctrl-C)", Number(0, 24 * 3_600));

    private static readonly Option<Uri?> AmqpOption = Of<Uri?>(
        "--amqp", "URI", "send over RabbitMQ, amqp://user:password@host:port/, instead of over HTTP", Address("amqp", "amqps"));

    private static readonly Option<Uri?> HttpOption = Of<Uri?>(
        "--http", "URL", "the registry's API, which is read for the comparison too (default: http://127.0.0.1:8009)", Address("http", "https"));

    private static readonly Option<int?> SeedOption = Of<int?>(
        "--seed", "N", "the same seed gives the same actions (default: 1)", WholeNumber(0, int.MaxValue));

    /// <summary>The grammar of the command line; also prints the help.</summary>
    public static RootCommand Grammar(Func<FleetOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            """
            Simulates a fleet of agents: registers a catalogue, sends heartbeats and activities, and compares what it sent with what the
            registry has. Exit codes: 0 both agree, 1 they differ, 2 invalid command line or catalogue, 3 the registry cannot be reached.
            Ctrl-C ends it early, with its report.
            """)
        {
            CatalogueOption, AgentsOption, RateOption, ActivityOption, ForOption, TimeoutOption, AmqpOption, HttpOption, SeedOption,
        };
        command.SetAction((parsed, cancellationToken) => run(Read(parsed), cancellationToken));
        return command;
    }

    private static FleetOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(CatalogueOption),
        parsed.GetValue(AgentsOption),
        parsed.GetValue(RateOption),
        parsed.GetValue(ActivityOption) ?? 20,
        TimeSpan.FromSeconds(parsed.GetValue(ForOption) ?? 30),
        TimeSpan.FromSeconds(parsed.GetValue(TimeoutOption) ?? 60),
        parsed.GetValue(AmqpOption),
        parsed.GetValue(HttpOption) ?? new Uri("http://127.0.0.1:8009"),
        parsed.GetValue(SeedOption) ?? 1);

    private static Option<T> Of<T>(string name, string value, string description, Func<string, (T Value, string? Fault)> read) => new(name)
    {
        HelpName = value,
        Description = description,
        CustomParser = result =>
        {
            var (parsed, fault) = read(result.Tokens[0].Value);
            if (fault is not null)
            {
                result.AddError($"{name} {fault}, not '{result.Tokens[0].Value}'");
            }

            return parsed;
        },
    };

    private static Func<string, (int?, string?)> WholeNumber(int min, int max) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? (number, null)
            : (null, $"must be a whole number from {min:N0} to {max:N0}");

    private static Func<string, (double?, string?)> Number(double min, double max) => text =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? (number, null)
            : (null, $"must be a number from {min:N0} to {max:N0}");

    private static Func<string, (Uri?, string?)> Address(params string[] schemes) => text =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme, StringComparer.Ordinal)
            ? (new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), null)
            : (null, $"must begin with {schemes[0]}://");
}
