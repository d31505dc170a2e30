namespace AgentRegistry.Retrieval;

/// <summary>The command line.</summary>
internal sealed record RetrievalOptions
{
    public string Agents { get; private init; } = "";

    public string Queries { get; private init; } = "";

    public string? Learn { get; private init; }

    public string? OutOfScope { get; private init; }

    /// <summary>Which part of the queries is measured.</summary>
    public QueryPart Part { get; private init; } = QueryPart.All;

    /// <summary>In a registry of how many agents speed is measured; 0: it is not.</summary>
    public int Grow { get; private init; }

    public int Callers { get; private init; } = 8;

    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether PostgreSQL is asked the same.</summary>
    public bool Postgres { get; private init; }

    public bool ShowHelp { get; private init; }

    public static string Help =>
        """
        Measures how well agents are found: the service's own index and ranking, on queries whose answers are known.

          dotnet run -c Release --project bench/Retrieval -- --agents tools.jsonl --queries queries.jsonl [options]

        Options:
          --agents FILE        lines {id,name,description,tags?,capabilities?,examples?}
          --queries FILE       lines {id,query,relevant:[ids]}
          --learn FILE         lines as in --queries: what agents answered well before; the queries that are measured are left out
          --out-of-scope FILE  lines as in --queries, none of which any of the agents can answer: whether that is noticed
          --part PART          all (default), or one half: tune or test, by a hash of the query's id
          --grow N             also how fast the catalogue answers when it is repeated up to N agents, asked by many at once
          --callers N          how many; 8
          --seconds N          for how long; 5
          --postgres yes       the same with PostgreSQL's full text search, at ConnectionStrings__Postgres
          --help               this text

        The table, and as the last line the same as JSON, go to standard output.
        Exit code: 0 measured, 2 nothing could be measured.

        """;

    /// <summary>Null, with a line on standard error, when it cannot be understood.</summary>
    public static RetrievalOptions? Parse(string[] args)
    {
        var options = new RetrievalOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    return options with { ShowHelp = true };
                case "--agents" when value is not null:
                    options = options with { Agents = value };
                    break;
                case "--queries" when value is not null:
                    options = options with { Queries = value };
                    break;
                case "--learn" when value is not null:
                    options = options with { Learn = value };
                    break;
                case "--out-of-scope" when value is not null:
                    options = options with { OutOfScope = value };
                    break;
                case "--grow" when int.TryParse(value, out var grow) && grow > 0:
                    options = options with { Grow = grow };
                    break;
                case "--callers" when int.TryParse(value, out var callers) && callers > 0:
                    options = options with { Callers = callers };
                    break;
                case "--seconds" when int.TryParse(value, out var seconds) && seconds > 0:
                    options = options with { Time = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--postgres" when value == "yes":
                    options = options with { Postgres = true };
                    break;
                case "--part" when Enum.TryParse<QueryPart>(value, ignoreCase: true, out var part):
                    options = options with { Part = part };
                    break;
                default:
                    Console.Error.WriteLine($"'{args[i]}' is no option, or lacks its value. Try --help.");
                    return null;
            }
        }

        if (options.Agents.Length == 0 || options.Queries.Length == 0)
        {
            Console.Error.WriteLine("--agents and --queries are required. Try --help.");
            return null;
        }

        return options;
    }
}

/// <summary>Choices are made on one half, and reported on the other.</summary>
internal enum QueryPart
{
    All,
    Tune,
    Test,
}
