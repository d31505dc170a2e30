using System.Globalization;
using AgentRegistry.Faults.Ledger;
using AgentRegistry.Faults.Planning;
using AgentRegistry.Faults.Recovery;

namespace AgentRegistry.Faults;

/// <summary>What one fault did, against what was promised.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Verdict">The ledger's.</param>
/// <param name="Recovered">How long after its end service was normal.</param>
/// <param name="HadSurvivor">True when service was to go on while the part was away.</param>
/// <param name="Silent">Agents whose beats the harness did not send in time: they are not judged.</param>
/// <param name="Restarts">Programs that ended themselves, because their connection to the broker was stuck, and were started again.</param>
public sealed record Report(Fault Fault, Verdict Verdict, Recovered Recovered, bool HadSurvivor, int Silent, int Restarts)
{
    private const int Examples = 5;
    private static readonly TimeSpan OfServer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WithSurvivor = TimeSpan.FromSeconds(5);

    /// <summary>Every promise that was broken.</summary>
    public IReadOnlyList<string> Broken =>
    [
        .. Named("lost", Verdict.Lost),
        .. Named("doubled", Verdict.Doubled),
        .. Named("wrongly offline", Verdict.WronglyOffline),
        .. Named("gaps in the feed", Verdict.Gaps),
        .. Named("repeats on the feed", Verdict.Repeats),
        .. Named("refused", Verdict.Refused),
        .. Slow(),
    ];

    /// <summary>A line of the table in docs/reliability.md.</summary>
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Fault.Name} | {Verdict.Accepted:N0} | {Verdict.Lost.Count} | {Verdict.Doubled.Count} | {Verdict.WronglyOffline.Count} | {Verdict.Gaps.Count + Verdict.Repeats.Count} | {Time(Recovered.All)}{(Restarts > 0 ? $", {Restarts} stuck and started again" : "")} |");

    private static IEnumerable<string> Named(string what, IReadOnlyList<string> findings)
    {
        if (findings.Count > 0)
        {
            yield return $"{findings.Count} {what}: {string.Join("; ", findings.Take(Examples))}{(findings.Count > Examples ? "; …" : "")}";
        }
    }

    private IEnumerable<string> Slow()
    {
        // Two faults at once have no bound but that all comes back.
        var limit = HadSurvivor ? WithSurvivor : Fault.IsSingle ? OfServer : TimeSpan.MaxValue;
        if (Recovered.All is null || Recovered.All > limit)
        {
            yield return $"service was not normal in time: {Recovered}";
        }
    }

    private static string Time(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s") : "never";
}
