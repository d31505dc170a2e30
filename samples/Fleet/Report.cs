using System.Globalization;
using AgentRegistry.Contracts;
using Spectre.Console;

namespace AgentRegistry.Fleet;

/// <summary>Prints what was sent beside what the registry has.</summary>
internal sealed class Report(IAnsiConsole console, Ledger ledger, IFleetLink link)
{
    private const int MaxDifferences = 20;

    /// <summary>What was sent, what got a response, and at what rate.</summary>
    public void PrintSent(TimeSpan elapsed, double heartbeatsPerSecond, double activitiesPerSecond)
    {
        console.WriteLine(
            $"Sent {link.Description} in {elapsed.TotalSeconds:0.0} s: {Rate("heartbeats", ledger.HeartbeatsAccepted, elapsed, heartbeatsPerSecond)}, "
            + $"{Rate("activities", ledger.ActivitiesAccepted, elapsed, activitiesPerSecond)}.");
        if (ledger.Resent > 0)
        {
            console.WriteLine($"Resent without a response: {ledger.Resent:N0} times. Last error: {ledger.LastError}");
        }

        if (WithoutResponse > 0)
        {
            console.WriteLine($"No response: {WithoutResponse:N0} activities, which the registry may have stored or not.");
        }

        if (ledger.HeartbeatsWithoutResponse > 0)
        {
            console.WriteLine($"No response: {ledger.HeartbeatsWithoutResponse:N0} heartbeats, each replaced by the next one. Last error: {ledger.LastError}");
        }
    }

    /// <summary>Compares the two.</summary>
    /// <returns>True when the two agree.</returns>
    public bool PrintComparison(IReadOnlyDictionary<string, AgentView?> views)
    {
        console.Write(ComparisonTable(views));
        var differences = ledger.Accounts
            .SelectMany(account => Differences(account, views).Select(difference => $"{account.Registration.AgentId} {difference}"))
            .ToList();
        if (ledger.HeartbeatsRefused > 0)
        {
            differences.Add($"{ledger.HeartbeatsRefused:N0} heartbeats were refused; last error: {ledger.LastError}");
        }

        foreach (var difference in differences.Take(MaxDifferences))
        {
            console.WriteLine($"  {difference}");
        }

        if (differences.Count > MaxDifferences)
        {
            console.WriteLine($"  … and {differences.Count - MaxDifferences:N0} more");
        }

        console.WriteLine(differences.Count == 0
            ? "The registry has exactly what was sent."
            : $"The registry differs from what was sent: {differences.Count:N0} differences.");
        return differences.Count == 0;
    }

    /// <summary>The whole registry, including other agents and earlier activities.</summary>
    public void PrintWhole(RegistryStatistics statistics, IReadOnlyDictionary<string, AgentView?> views)
    {
        var table = NewTable("registry", "this fleet", "total");
        table.AddRow("agents", Count(views.Values.Count(view => view is not null)), Count(statistics.TotalAgents));
        foreach (var status in Enum.GetValues<AgentStatus>())
        {
            var name = Comparison.WireName(status);
            table.AddRow($"  {name}", Count(views.Values.Count(view => view?.Status == status)), Count(statistics.AgentsByStatus.GetValueOrDefault(name)));
        }

        table.AddRow("capabilities", Count(views.Values.Sum(view => view?.Capabilities ?? 0)), Count(statistics.TotalCapabilities));
        table.AddRow(
            "activities",
            Count(views.Values.OfType<AgentView>().Sum(view => ActivityCounts.Statuses.Sum(status => view.Activities[status]))),
            Count(statistics.TotalActivities));
        console.Write(table);
    }

    private long WithoutResponse => ledger.Accounts.Sum(account => ActivityCounts.Statuses.Sum(status => account.WithoutResponse[status]));

    private Table ComparisonTable(IReadOnlyDictionary<string, AgentView?> views)
    {
        var table = NewTable("this fleet", "sent", "registry has");
        var known = ledger.Accounts
            .Select(account => (Account: account, View: views.GetValueOrDefault(account.Registration.AgentId)!))
            .Where(pair => pair.Account.IsRegistered && pair.View is not null)
            .ToList();
        var registered = ledger.Accounts.Where(account => account.IsRegistered).ToList();
        table.AddRow("agents", Count(registered.Count), Count(known.Count));
        table.AddRow("capabilities", Count(registered.Sum(account => account.Registration.Capabilities.Count)), Count(known.Sum(pair => pair.View.Capabilities)));
        foreach (var status in ActivityCounts.Statuses)
        {
            table.AddRow(
                $"activities: {Comparison.WireName(status)}",
                Count(ledger.Accounts.Sum(account => account.Accepted[status])),
                Count(known.Sum(pair => Comparison.Gained(pair.Account, pair.View, status))));
        }

        table.AddRow(
            "activities in total",
            Count(ledger.ActivitiesAccepted),
            Count(known.Sum(pair => ActivityCounts.Statuses.Sum(status => Comparison.Gained(pair.Account, pair.View, status)))));
        table.AddRow("heartbeats", Count(ledger.HeartbeatsAccepted + ledger.HeartbeatsRefused), link.CountsHeartbeats ? Count(ledger.HeartbeatsAccepted) : "unknown");
        table.AddRow(
            "agents with heartbeats",
            Count(ledger.Accounts.Count(account => account.HasHeartbeat)),
            Count(known.Count(pair => Comparison.HasNewHeartbeat(pair.Account, pair.View))));
        return table;
    }

    private static IReadOnlyList<string> Differences(AgentAccount account, IReadOnlyDictionary<string, AgentView?> views)
    {
        var differences = Comparison.Differences(account, views.GetValueOrDefault(account.Registration.AgentId));
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

    private static string Rate(string what, long count, TimeSpan elapsed, double asked)
    {
        var reached = elapsed > TimeSpan.Zero ? count / elapsed.TotalSeconds : 0;
        return $"{count:N0} {what} ({reached:N0}/s{(reached < asked * 0.9 ? $" of {asked:N0}/s" : "")})";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
