using System.Globalization;
using AgentRegistry.Contracts;
using Spectre.Console;

namespace AgentRegistry.Fleet;

/// <summary>What was sent beside what the registry says, for people.</summary>
internal sealed class Report(IAnsiConsole console, Ledger ledger, IFleetLink link)
{
    private const int MostDifferences = 20;

    /// <summary>What was sent and answered, and how fast.</summary>
    public void PrintSent(TimeSpan lived, double beatsPerSecond, double activitiesPerSecond)
    {
        console.WriteLine(
            $"Sent {link.Way} in {lived.TotalSeconds:0.0} s: {Rate("heartbeats", ledger.BeatsTaken, lived, beatsPerSecond)}, "
            + $"{Rate("activities", ledger.ActivitiesTaken, lived, activitiesPerSecond)}.");
        if (ledger.SentAgain > 0)
        {
            console.WriteLine($"Sent again for want of an answer: {ledger.SentAgain:N0} times. The last reason: {ledger.Trouble}");
        }

        if (Unanswered > 0)
        {
            console.WriteLine($"Never answered: {Unanswered:N0} activities, which the registry may have or not.");
        }

        if (ledger.BeatsUnanswered > 0)
        {
            console.WriteLine($"Never answered: {ledger.BeatsUnanswered:N0} heartbeats, which the next ones made up for. The last reason: {ledger.Trouble}");
        }
    }

    /// <summary>The comparison.</summary>
    /// <returns>True when the two agree.</returns>
    public bool PrintComparison(IReadOnlyDictionary<string, AgentWord?> words)
    {
        console.Write(ComparisonTable(words));
        var differences = ledger.Accounts
            .SelectMany(account => Differences(account, words).Select(difference => $"{account.Registration.AgentId} {difference}"))
            .ToList();
        if (ledger.BeatsRefused > 0)
        {
            differences.Add($"heartbeats that were refused: {ledger.BeatsRefused:N0}, the last because {ledger.Trouble}");
        }

        foreach (var difference in differences.Take(MostDifferences))
        {
            console.WriteLine($"  {difference}");
        }

        if (differences.Count > MostDifferences)
        {
            console.WriteLine($"  … and {differences.Count - MostDifferences:N0} more");
        }

        console.WriteLine(differences.Count == 0
            ? "The registry has exactly what was sent."
            : $"The registry differs from what was sent in {differences.Count:N0} points.");
        return differences.Count == 0;
    }

    /// <summary>The registry as a whole: with other agents, and with what was there before.</summary>
    public void PrintWhole(RegistryStatistics statistics, IReadOnlyDictionary<string, AgentWord?> words)
    {
        var table = NewTable("in the registry", "of this fleet", "in all");
        table.AddRow("agents", Count(words.Values.Count(word => word is not null)), Count(statistics.TotalAgents));
        foreach (var status in Enum.GetValues<AgentStatus>())
        {
            var name = Comparison.WireWord(status);
            table.AddRow($"  {name}", Count(words.Values.Count(word => word?.Status == status)), Count(statistics.AgentsByStatus.GetValueOrDefault(name)));
        }

        table.AddRow("capabilities", Count(words.Values.Sum(word => word?.Capabilities ?? 0)), Count(statistics.TotalCapabilities));
        table.AddRow(
            "activities, ever",
            Count(words.Values.OfType<AgentWord>().Sum(word => ActivityCounts.Statuses.Sum(status => word.Activities[status]))),
            Count(statistics.TotalActivities));
        console.Write(table);
    }

    private long Unanswered => ledger.Accounts.Sum(account => ActivityCounts.Statuses.Sum(status => account.Unanswered[status]));

    private Table ComparisonTable(IReadOnlyDictionary<string, AgentWord?> words)
    {
        var table = NewTable("this fleet", "sent", "registry has");
        var known = ledger.Accounts
            .Select(account => (Account: account, Word: words.GetValueOrDefault(account.Registration.AgentId)!))
            .Where(pair => pair.Account.IsRegistered && pair.Word is not null)
            .ToList();
        var registered = ledger.Accounts.Where(account => account.IsRegistered).ToList();
        table.AddRow("agents", Count(registered.Count), Count(known.Count));
        table.AddRow("capabilities", Count(registered.Sum(account => account.Registration.Capabilities.Count)), Count(known.Sum(pair => pair.Word.Capabilities)));
        foreach (var status in ActivityCounts.Statuses)
        {
            table.AddRow(
                $"activities: {Comparison.WireWord(status)}",
                Count(ledger.Accounts.Sum(account => account.Taken[status])),
                Count(known.Sum(pair => Comparison.Gained(pair.Account, pair.Word, status))));
        }

        table.AddRow(
            "activities in all",
            Count(ledger.ActivitiesTaken),
            Count(known.Sum(pair => ActivityCounts.Statuses.Sum(status => Comparison.Gained(pair.Account, pair.Word, status)))));
        table.AddRow("heartbeats", Count(ledger.BeatsTaken + ledger.BeatsRefused), link.CountsHeartbeats ? Count(ledger.BeatsTaken) : "not said");
        table.AddRow(
            "agents with heartbeats",
            Count(ledger.Accounts.Count(account => account.HasBeaten)),
            Count(known.Count(pair => Comparison.WasHeard(pair.Account, pair.Word))));
        return table;
    }

    private static IReadOnlyList<string> Differences(AgentAccount account, IReadOnlyDictionary<string, AgentWord?> words)
    {
        var differences = Comparison.Differences(account, words.GetValueOrDefault(account.Registration.AgentId));
        return account.Refusal is null ? differences : [account.Refusal, .. differences];
    }

    private static Table NewTable(string what, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(what);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }

    private static string Rate(string what, long count, TimeSpan lived, double asked)
    {
        var reached = lived > TimeSpan.Zero ? count / lived.TotalSeconds : 0;
        return $"{count:N0} {what} ({reached:N0}/s{(reached < asked * 0.9 ? $" of {asked:N0}/s" : "")})";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
