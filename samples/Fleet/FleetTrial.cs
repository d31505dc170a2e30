using Spectre.Console;

namespace AgentRegistry.Fleet;

/// <summary>Registers the fleet, runs its schedule, reads the registry and compares.</summary>
internal static class FleetTrial
{
    /// <summary>Longer than the API waits for a worker, 10 s.</summary>
    private static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(15);

    /// <returns>True when the registry has what was sent.</returns>
    /// <exception cref="CatalogueException">The catalogue cannot be read.</exception>
    /// <exception cref="RegistryUnreachableException">The registry cannot be reached.</exception>
    public static async Task<bool> RunAsync(FleetOptions options, IAnsiConsole console, TimeProvider time, CancellationToken stop)
    {
        var startedAt = time.GetUtcNow();
        var catalogue = Catalogue.Load(options.Catalogue);
        var agents = catalogue.Take(options.Agents ?? catalogue.Count, startedAt);

        using var client = new HttpClient { Timeout = HttpTimeout };
        var reader = new RegistryReader(client, options.Http);
        await reader.StatisticsAsync(stop);
        await using var link = options.Amqp is null ? (IFleetLink)new HttpLink(client, options.Http) : await BusLink.ConnectAsync(options.Amqp, stop);
        await using var progress = new ProgressLine(Console.Error, !Console.IsErrorRedirected, time);
        await progress.WriteAsync($"{agents.Count:N0} agents with {agents.Sum(agent => agent.Capabilities.Count):N0} capabilities, {link.Description}");

        var heartbeatsPerSecond = options.HeartbeatsPerSecond ?? agents.Count / 10.0;
        var ledger = new Ledger(agents);
        var report = new Report(console, ledger, link);
        var timeout = new CatchUpTimeout(options.Timeout, stop);
        var sender = new MessageSender(link, ledger, new FleetMessages(agents, startedAt), time);
        var run = new FleetRun(sender, ledger, link.Concurrency, timeout, progress, time);
        var verification = new Verification(reader, ledger, timeout, progress, time);

        // The comparison needs the state before the schedule: without it, the schedule does not run.
        await run.RegisterAsync(stop);
        var elapsed = TimeSpan.Zero;
        if (await verification.AwaitRegistrationsAsync() && !stop.IsCancellationRequested)
        {
            var schedule = new FleetSchedule(agents.Count, heartbeatsPerSecond, options.ActivitiesPerSecond, options.Seed);
            elapsed = await run.RunScheduleAsync(schedule, options.Length, stop);
        }

        report.PrintSent(elapsed, heartbeatsPerSecond, options.ActivitiesPerSecond);
        var views = await verification.AwaitActivityAsync();
        var agree = report.PrintComparison(views);
        report.PrintWhole(await reader.StatisticsAsync(CancellationToken.None), views);
        return agree;
    }
}
