using Spectre.Console;

namespace AgentRegistry.Fleet;

/// <summary>The whole of it: register, live, ask, compare.</summary>
internal static class FleetTrial
{
    /// <summary>The API gives its workers 10 s.</summary>
    private static readonly TimeSpan HttpLimit = TimeSpan.FromSeconds(15);

    /// <returns>True when the registry has what was sent.</returns>
    /// <exception cref="CatalogueException">The catalogue cannot be read.</exception>
    /// <exception cref="RegistryUnreachableException">The registry cannot be reached.</exception>
    public static async Task<bool> RunAsync(FleetOptions options, IAnsiConsole console, TimeProvider time, CancellationToken stop)
    {
        var startedAt = time.GetUtcNow();
        var catalogue = Catalogue.Load(options.Catalogue);
        var agents = catalogue.Take(options.Agents ?? catalogue.Count, startedAt);

        using var client = new HttpClient { Timeout = HttpLimit };
        var reader = new RegistryReader(client, options.Http);
        await reader.StatisticsAsync(stop);
        await using var link = options.Amqp is null ? (IFleetLink)new HttpLink(client, options.Http) : await BusLink.ConnectAsync(options.Amqp, stop);
        await using var progress = new ProgressLine(Console.Error, !Console.IsErrorRedirected, time);
        await progress.SayAsync($"{agents.Count:N0} agents with {agents.Sum(agent => agent.Capabilities.Count):N0} capabilities, {link.Way}");

        var beatsPerSecond = options.BeatsPerSecond ?? agents.Count / 10.0;
        var ledger = new Ledger(agents);
        var report = new Report(console, ledger, link);
        var patience = new Patience(options.Patience, stop);
        var courier = new Courier(link, ledger, new FleetMessages(agents, startedAt), time);
        var run = new FleetRun(courier, ledger, link.Concurrency, patience, progress, time);
        var verification = new Verification(reader, ledger, patience, progress, time);

        // Without what was there before, nothing that comes after could be compared: then the fleet has no life.
        await run.RegisterAsync(stop);
        var lived = TimeSpan.Zero;
        if (await verification.AwaitRegistrationsAsync() && !stop.IsCancellationRequested)
        {
            var life = new FleetLife(agents.Count, beatsPerSecond, options.ActivitiesPerSecond, options.Seed);
            lived = await run.LiveAsync(life, options.Length, stop);
        }

        report.PrintSent(lived, beatsPerSecond, options.ActivitiesPerSecond);
        var words = await verification.AwaitLifeAsync();
        var agree = report.PrintComparison(words);
        report.PrintWhole(await reader.StatisticsAsync(CancellationToken.None), words);
        return agree;
    }
}
