using System.Globalization;
using AgentRegistry.Faults.Breaking;
using AgentRegistry.Testing;

namespace AgentRegistry.Faults.Planning;

/// <summary>
/// Which faults are made, for how long and under how much. The short plan is for every run of the tests, the full one
/// (AGENT_REGISTRY_FAULTS=full) for eng/faults.sh.
/// </summary>
public sealed record FaultPlan(IReadOnlyList<Fault> Faults, TimeSpan Length, long LeastMessages)
{
    /// <summary>What the full plan accepts in all, unless AGENT_REGISTRY_FAULTS_MESSAGES says otherwise.</summary>
    private const long FullMessages = 250_000;

    private static readonly string[] Workers = ["RegistryWorker", "ActivityWorker"];
    private static readonly string[] ServersAndApi = ["QueryApi", "RabbitMQ", "PostgreSQL", "Redis", "MemoryServer"];

    /// <summary>As the environment says.</summary>
    public static FaultPlan Current { get; } = Choose(Variable("AGENT_REGISTRY_FAULTS"), Variable("AGENT_REGISTRY_FAULTS_ONLY"));

    private static FaultPlan Choose(string? plan, string? only)
    {
        var chosen = plan switch
        {
            null or "short" => new FaultPlan(Short, TimeSpan.FromSeconds(3), 0),
            "full" => new FaultPlan([.. Alone, .. Pairs], TimeSpan.FromSeconds(8), FullMessages),
            _ => throw new FormatException($"AGENT_REGISTRY_FAULTS is short or full, not '{plan}'."),
        };
        if (only is not null)
        {
            chosen = chosen with { Faults = [.. only.Split(',', StringSplitOptions.TrimEntries).Select(Fault.Parse)] };
        }

        if (Variable("AGENT_REGISTRY_FAULTS_MESSAGES") is { } messages)
        {
            chosen = chosen with { LeastMessages = long.Parse(messages, CultureInfo.InvariantCulture) };
        }

        var faults = chosen.Faults.Where(fault => fault.Parts.All(part => CanBeMade(part.Kind, part.Target))).ToList();
        return chosen with { Faults = faults, LeastMessages = chosen.LeastMessages / Math.Max(1, faults.Count) };
    }

    private static Fault[] Short =>
    [
        new(FaultKind.Kill, "ActivityWorker"),
        new(FaultKind.Kill, "RegistryWorker"),
        new(FaultKind.Kill, "QueryApi"),
        new(FaultKind.Kill, "Redis"),
        new(FaultKind.Kill, "PostgreSQL"),
        new(FaultKind.Refuse, "RabbitMQ"),
        new(FaultKind.Kill, "MemoryServer"),
    ];

    private static IEnumerable<Fault> Alone =>
    [
        .. from target in Workers from kind in (FaultKind[])[FaultKind.Kill, FaultKind.Freeze, FaultKind.Restart] select new Fault(kind, target),
        .. from target in ServersAndApi from kind in Enum.GetValues<FaultKind>() select new Fault(kind, target),
    ];

    /// <summary>Every two parts killed together.</summary>
    private static IEnumerable<Fault> Pairs
    {
        get
        {
            string[] all = [.. Workers, .. ServersAndApi];
            return from first in all.Index()
                   from second in all[(first.Index + 1)..]
                   select new Fault(FaultKind.Kill, first.Item).And(new Fault(FaultKind.Kill, second));
        }
    }

    /// <summary>A server that was given to the tests is nobody's to kill; connections to it can be refused all the same.</summary>
    private static bool CanBeMade(FaultKind kind, string target) => kind == FaultKind.Refuse || target switch
    {
        "RabbitMQ" or "PostgreSQL" or "Redis" => ServiceScript.Owns(ServiceOf(target)),
        _ => true,
    };

    /// <summary>What eng/services.sh calls a server.</summary>
    public static string ServiceOf(string target) => target switch
    {
        "PostgreSQL" => "postgres",
        _ => target.ToLowerInvariant(),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
