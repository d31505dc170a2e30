using System.Diagnostics;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Presence;

public class LapsedLeaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_that_falls_silent_is_late_at_three_quarters_of_its_lease_and_offline_at_its_end()
    {
        await using var worker = await Worker.StartAsync();
        using var loop = await WatchAsync(worker);
        await worker.RegisterAsync(Given.Registration(0));
        await worker.BeatAsync(Given.Beat(0.5));
        var (suspect, offline) = ((double?)null, (double?)null);

        for (var second = 0.0; second < 70 && offline is null; second += 0.25)
        {
            await TickAsync(worker, 0.25);
            var health = (await worker.FindAsync())!.Health;
            suspect ??= health == AgentHealth.Suspect ? Elapsed(worker) : null;
            offline ??= health == AgentHealth.Offline ? Elapsed(worker) : null;
        }

        suspect!.Value.ShouldBeInRange(45, 46);
        offline!.Value.ShouldBeInRange(60, 61);
        await loop.StopAsync(Token);
    }

    [Fact]
    public async Task An_agent_that_goes_on_beating_is_never_late_and_one_that_comes_back_is_healthy()
    {
        await using var worker = await Worker.StartAsync();
        using var loop = await WatchAsync(worker);
        await worker.RegisterAsync(Given.Registration(0));
        for (var beat = 1; beat <= 5; beat++)
        {
            await worker.BeatAsync(Given.Beat(beat));
            await TickAsync(worker, 40);
        }

        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Healthy);
        (await worker.HeadAsync()).ShouldBe(2);

        await TickAsync(worker, 20);
        await TickAsync(worker, 20);
        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Offline);
        await worker.BeatAsync(Given.Beat(9));
        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Healthy);
        await loop.StopAsync(Token);
    }

    [Fact]
    public async Task A_registry_that_lost_its_presence_fills_it_from_the_tables_and_gives_everyone_a_whole_lease()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));
        await worker.Presence.RemoveAsync([RemovedAgent.Unknown("a")], Token);
        worker.Time.Advance(TimeSpan.FromHours(1));

        await worker.Keeper.FillIfNeededAsync(Token);

        (await worker.DueAsync()).ShouldBe(Given.At(3_645));
        (await worker.Presence.IsFilledAsync(Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task While_the_broker_is_away_nobody_falls_silent_and_after_it_everybody_has_time_to_come_back()
    {
        await using var worker = await Worker.StartAsync();
        using var loop = await WatchAsync(worker);
        await worker.RegisterAsync(Given.Registration(0));
        await worker.BeatAsync(Given.Beat(0.5));
        await TickAsync(worker, 30);

        worker.Sign = new BrokerSign(worker.Time.GetUtcNow(), new Dictionary<string, long>(StringComparer.Ordinal), "the bus is away");
        for (var second = 0; second < 300; second++)
        {
            worker.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await NoticeAsync(worker, "paused");
        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Healthy);

        worker.Sign = null;
        await TickAsync(worker, 60);
        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Healthy);
        await worker.BeatAsync(Given.Beat(2));
        await NoticeAsync(worker, "running");
        await TickAsync(worker, 90);
        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Offline);
        await loop.StopAsync(Token);
    }

    [Fact]
    public async Task A_crowd_is_one_pause_whichever_worker_holds_an_agent_back()
    {
        await using var worker = await Worker.StartAsync();
        worker.Agents.Load([.. Enumerable.Range(0, 12).Select(number => Given.HealthyAgent(state => state with { Id = $"late-{number}", Health = AgentHealth.Suspect }).ToAgent())], revision: 1);
        using var one = await WatchAsync(worker);
        using var other = await WatchAsync(worker);
        await worker.RegisterAsync(Given.Registration(0));
        await worker.BeatAsync(Given.Beat(0.5));
        await TickAsync(worker, 61);
        await NoticeAsync(worker, "paused");
        var head = await worker.HeadAsync();

        await TickAsync(worker, 60);

        (await worker.HeadAsync()).ShouldBe(head);
        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Suspect);
        await one.StopAsync(Token);
        await other.StopAsync(Token);
    }

    private static async Task NoticeAsync(Worker worker, string state)
    {
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < Eventually.Limit)
        {
            if ((await worker.Store.Notices.ReadAsync(Token)).SingleOrDefault()?.State == state)
            {
                return;
            }

            worker.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1, Token);
        }

        throw new TimeoutException($"Nobody says that evictions are {state}.");
    }

    private static double Elapsed(Worker worker) => (worker.Time.GetUtcNow() - Given.Start).TotalSeconds;

    private static async Task<EvictionLoop> WatchAsync(Worker worker)
    {
        var loop = worker.NewEvictionLoop();
        await loop.StartAsync(Token);
        await TickAsync(worker, 0);
        return loop;
    }

    /// <summary>Moves time on in steps that are no outage, and lets the loop look until nothing is due.</summary>
    private static async Task TickAsync(Worker worker, double seconds)
    {
        do
        {
            await StepAsync(worker, Math.Min(seconds, 1));
            seconds -= 1;
        }
        while (seconds > 0);
    }

    private static async Task StepAsync(Worker worker, double seconds)
    {
        worker.Time.Advance(TimeSpan.FromSeconds(seconds));
        var stepped = worker.Time.GetUtcNow();
        var limit = Stopwatch.StartNew();
        for (var tries = 0; limit.Elapsed < Eventually.Limit; tries++)
        {
            // A loop that runs must have looked since: steps without it would add up to an outage. One that cannot hear is not waited for.
            var hasLooked = worker.Intake.HeardAt >= stepped || tries > 100;
            if (hasLooked && await worker.Presence.IsFilledAsync(Token) && (await worker.Presence.DueAsync(worker.Time.GetUtcNow(), 1, Token)).Count == 0)
            {
                return;
            }

            // The loop's own timer has to ring too, twice at most; what is left is little to any deadline, and a slow disk adds nothing.
            worker.Time.Advance(tries < 450 ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero);
            await Task.Delay(1, Token);
        }

        throw new TimeoutException("The loop does not look.");
    }
}
