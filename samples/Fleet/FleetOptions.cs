using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AgentRegistry.Fleet;

/// <summary>What the command line says.</summary>
internal sealed record FleetOptions(
    string Catalogue, int? Agents, double? BeatsPerSecond, double ActivitiesPerSecond, TimeSpan Length, TimeSpan Patience, Uri? Amqp, Uri Http, int Seed)
{
    private static readonly Option<string> CatalogueOption = new("--catalogue")
    {
        HelpName = "FILE.jsonl",
        Description = "the agents, one JSON object a line; samples/catalogue.jsonl is one",
        Required = true,
    };

    private static readonly Option<int?> AgentsOption = Of<int?>(
        "--agents", "N", "how many: the first of the catalogue, or more than it has, repeated under other ids (default: all of it)", WholeNumber(1, 1_000_000));

    private static readonly Option<double?> RateOption = Of<double?>(
        "--rate", "HEARTBEATS_PER_S", "heartbeats a second of all agents together (default: each agent every 10 s)", Number(0, 1_000_000));

    private static readonly Option<double?> ActivityOption = Of<double?>(
        "--activity", "PER_S", "activities a second of all agents together (default: 20)", Number(0, 1_000_000));

    private static readonly Option<double?> ForOption = Of<double?>(
        "--for", "SECONDS", "how long the fleet lives once it is registered (default: 30)", Number(0, 30 * 24 * 3_600));

    private static readonly Option<double?> PatienceOption = Of<double?>(
        "--patience", "SECONDS", "how long the registry may take to answer and to catch up (default: 60; at most 10 after Ctrl-C)", Number(0, 24 * 3_600));

    private static readonly Option<Uri?> AmqpOption = Of<Uri?>(
        "--amqp", "URI", "send over RabbitMQ, amqp://user:password@host:port/, instead of over HTTP", Address("amqp", "amqps"));

    private static readonly Option<Uri?> HttpOption = Of<Uri?>(
        "--http", "URL", "the registry's API, which is also asked what it knows (default: http://127.0.0.1:8009)", Address("http", "https"));

    private static readonly Option<int?> SeedOption = Of<int?>(
        "--seed", "N", "the same seed gives the same life (default: 1)", WholeNumber(0, int.MaxValue));

    /// <summary>The command line's grammar; also prints the help.</summary>
    public static RootCommand Grammar(Func<FleetOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            """
            Registers a catalogue of agents, lives their life with heartbeats and activities, and compares what it sent with what the
            registry then says. Ends with 0 if the two agree, 1 if they differ, 2 for a wrong command line or catalogue, 3 if the
            registry cannot be reached. Ctrl-C ends it early, with its report.
            """)
        {
            CatalogueOption, AgentsOption, RateOption, ActivityOption, ForOption, PatienceOption, AmqpOption, HttpOption, SeedOption,
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
        TimeSpan.FromSeconds(parsed.GetValue(PatienceOption) ?? 60),
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

    private static Func<string, (int?, string?)> WholeNumber(int least, int most) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? (number, null)
            : (null, $"must be a whole number from {least:N0} to {most:N0}");

    private static Func<string, (double?, string?)> Number(double least, double most) => text =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? (number, null)
            : (null, $"must be a number from {least:N0} to {most:N0}");

    private static Func<string, (Uri?, string?)> Address(params string[] schemes) => text =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme, StringComparer.Ordinal)
            ? (new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), null)
            : (null, $"must be an address that begins with {schemes[0]}://");
}
