using AgentRegistry.Hosting.Bus;

namespace AgentRegistry.Hosting.Startup;

/// <summary>The few options of every process. Everything else is configuration: a file beside the program, or the environment.</summary>
internal sealed record CommandLine
{
    public string? Urls { get; private init; }

    public Uri? HealthCheck { get; private init; }

    public bool ShowHelp { get; private init; }

    /// <summary>What to do with a queue's error queue, and which queue; null for an ordinary start.</summary>
    public (string Verb, string Queue)? Errors { get; private init; }

    /// <summary>Settings given as <c>--data</c> or <c>--Key:Name=value</c>; they win over file and environment.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null, with a line on standard error, when an option is not known or lacks its value.</summary>
    public static CommandLine? Parse(string[] args, ProcessDescription about)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var parsed = new CommandLine { Settings = settings };
        var first = 0;
        if (args is ["errors", "show" or "replay" or "drop", [not '-', ..], ..])
        {
            parsed = parsed with { Errors = (args[1], args[2]) };
            first = 3;
        }

        for (var i = first; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (name is "--help" or "-h")
            {
                return parsed with { ShowHelp = true };
            }

            value ??= i + 1 < args.Length ? args[++i] : null;
            switch (name)
            {
                case "--urls" when value is not null:
                    parsed = parsed with { Urls = value };
                    break;
                case "--data" when value is not null && about.HasDataFolder:
                    settings["Data:Folder"] = value;
                    break;
                case "--health-check" when Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https":
                    parsed = parsed with { HealthCheck = address };
                    break;
                case ['-', '-', .. var key] when value is not null && key.Contains(':'):
                    settings[key] = value;
                    break;
                default:
                    Console.Error.WriteLine($"{about.Name}: '{args[Math.Min(i, args.Length - 1)]}' is no option, or lacks its value. Try --help.");
                    return null;
            }
        }

        return parsed;
    }

    public static string Help(ProcessDescription about) =>
        $"""
        {about.Name}: {about.Summary}

        Options:
          --urls URLS            where to listen (default {about.DefaultUrl}; port 0 takes any free one)
        {(about.HasDataFolder ? "  --data DIR             where the data lies (default ./data)\n" : "")}  --Section:Key VALUE    any setting; the same as the environment variable Section__Key
          --health-check URL     ask a running process instead of starting one: exit code 0 when it answers 200
          --help                 this text

        Instead of starting:
          {ErrorQueues.Usage.ReplaceLineEndings("\n  ")}

        Servers, each used where its connection string is set:
          ConnectionStrings__RabbitMq    amqp://user:password@host:5672/
          ConnectionStrings__Postgres    Host=…;Port=5432;Username=…;Password=…;Database=…
          ConnectionStrings__Redis       host:6379

        docs/operations.md lists every setting.

        """;

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || !argument.StartsWith("--", StringComparison.Ordinal) ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
