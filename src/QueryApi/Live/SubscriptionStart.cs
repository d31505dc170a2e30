using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Live;

/// <summary>Where a client of the feed wants to begin, and what it wants to be told of.</summary>
/// <param name="Since">The last revision that it saw; null to begin with what comes.</param>
/// <param name="Snapshot">True to be told of all agents first.</param>
/// <param name="Workspace">Nothing outside of it; null for all of the registry.</param>
internal readonly record struct SubscriptionStart(long? Since, bool Snapshot, string? Workspace)
{
    public static readonly DocumentedHeader Header = new(
        Reading.Workspace.Header, "The workspace to be told of, and of nothing outside of it but the registry itself. Absent: all of them.", "acme");

    /// <summary>Reads it from a request's parameters; a problem when they cannot be read or contradict each other.</summary>
    /// <param name="since">The last revision that was seen.</param>
    /// <param name="snapshot">Whether all agents come first.</param>
    /// <param name="workspace">The workspace, for those who cannot send headers, as a browser's WebSocket.</param>
    /// <param name="scope">The workspace by its header.</param>
    /// <param name="limits">What a workspace may be called.</param>
    public static (SubscriptionStart Start, Problem? Problem) Read(string? since, string? snapshot, string? workspace, AgentScope scope, Limits limits)
    {
        var (only, contradiction) = scope.With(string.IsNullOrEmpty(workspace) ? null : workspace);
        if ((scope.Problem ?? contradiction) is { } problem)
        {
            return (default, problem);
        }

        var text = new QueryText();
        var faults = MessageRules.Check(new ListAgents { Workspace = only }, limits).ToList();
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
        return (new(isGiven ? revision : null, all, only), faults.Count > 0 ? Problem.Invalid(faults) : null);
    }
}
