using AgentRegistry.Faults.Breaking;

namespace AgentRegistry.Faults.Planning;

/// <summary>One or two things that go wrong at once.</summary>
public sealed record Fault(IReadOnlyList<(FaultKind Kind, string Target)> Parts)
{
    public Fault(FaultKind kind, string target)
        : this([(kind, target)])
    {
    }

    /// <summary>As the tests and the table call it: <c>kill RabbitMQ + freeze Redis</c>.</summary>
    public string Name => string.Join(" + ", Parts.Select(part => $"{part.Kind.ToString().ToLowerInvariant()} {part.Target}"));

    public bool IsSingle => Parts.Count == 1;

    /// <summary>Both at once.</summary>
    public Fault And(Fault other) => new([.. Parts, .. other.Parts]);

    /// <summary>Reads a name.</summary>
    public static Fault Parse(string name) => new([.. name.Split(" + ").Select(part => part.Split(' ')).Select(words =>
        (Enum.Parse<FaultKind>(words[0], ignoreCase: true), words[1]))]);
}
