using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Live;

/// <summary>Where a client of the feed wants to begin.</summary>
/// <param name="Since">The last revision that it saw; null to begin with what comes.</param>
/// <param name="Snapshot">True to be told of all agents first.</param>
internal readonly record struct LiveStart(long? Since, bool Snapshot)
{
    /// <summary>Reads it from a URL's parameters; a problem when they cannot be read or contradict each other.</summary>
    public static (LiveStart Start, Problem? Problem) Read(string? since, string? snapshot)
    {
        var text = new QueryText();
        var faults = new List<Fault>();
        var revision = 0L;
        var isGiven = !string.IsNullOrEmpty(since);
        if (isGiven && !long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out revision))
        {
            faults.Add(new Fault("since", "must be the revision of an earlier entry: a whole number, 0 or more"));
        }

        var all = text.Flag(snapshot, "snapshot");
        if (all && isGiven)
        {
            faults.Add(new Fault("snapshot", "must not be combined with since: a snapshot begins anew"));
        }

        faults.AddRange(text.Faults);
        return (new(isGiven ? revision : null, all), faults.Count > 0 ? Problem.Invalid(faults) : null);
    }
}
