using System.Globalization;
using System.Text.RegularExpressions;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>The fleet against a registry that other agents live in already.</summary>
[Collection(RunningSystemCollection.Name)]
public sealed partial class FleetTests(RunningSystem system)
{
    private const string Same = "The registry has exactly what was sent.";
    private static readonly string Own = Path.Combine("samples", "catalogue.jsonl");

    [Fact]
    public async Task Registry_has_everything_sent_over_HTTP_in_two_runs()
    {
        var before = await system.ActivitiesAsync();
        for (var run = 1; run <= 2; run++)
        {
            await using var fleet = SampleProgram.StartFleet(
                "--catalogue", Own, "--http", system.Api, "--rate", "60", "--activity", "60", "--for", "1", "--seed", $"{run}");
            (await fleet.ExitCodeAsync()).ShouldBe(0, fleet.ToString());
            fleet.Output.ShouldContain(Same);
            fleet.Output.ShouldContain(Row("agents", 12, 12));
            fleet.Output.ShouldContain(Row("capabilities", 23, 23));
            var sent = ActivitiesSent(fleet);
            sent.ShouldBeGreaterThan(0);
            (await system.ActivitiesAsync()).ShouldBe(before += sent);
        }

        ((string?)(await system.AgentAsync("code:reviewer"))!["health"]).ShouldBe("healthy");
    }

    [Fact]
    public async Task Killed_workers_lose_nothing_sent_over_AMQP()
    {
        var victims = new[] { system.System.Start("RegistryWorker"), system.System.Start("ActivityWorker") };
        await Task.WhenAll(victims.Select(victim => victim.ReadyAsync()));
        var before = await system.ActivitiesAsync();

        await using var fleet = SampleProgram.StartFleet(
            "--catalogue", Checkout.Catalogue, "--agents", "300", "--amqp", Servers.RabbitMq, "--http", system.Api,
            "--rate", "300", "--activity", "200", "--for", "4");
        await Eventually.HoldsAsync(async () => await system.ActivitiesAsync() > before + 200, TimeSpan.FromSeconds(60), fleet.ToString);
        await Task.WhenAll(victims.Select(victim => victim.KillAsync()));

        (await fleet.ExitCodeAsync()).ShouldBe(0, fleet.ToString());
        fleet.Output.ShouldContain(Same);
        (await system.ActivitiesAsync()).ShouldBe(before + ActivitiesSent(fleet));
    }

    [Fact]
    public async Task Interrupted_fleet_reports_a_deleted_agent()
    {
        var before = await system.ActivitiesAsync();
        await using var fleet = SampleProgram.StartFleet(
            "--catalogue", Own, "--agents", "30", "--http", system.Api, "--rate", "1", "--activity", "20", "--for", "300", "--timeout", "6");
        await Eventually.HoldsAsync(async () => await system.ActivitiesAsync() > before, otherwise: fleet.ToString);
        await system.DeleteAsync("planner-2");
        await fleet.InterruptAsync();

        (await fleet.ExitCodeAsync()).ShouldBe(1, fleet.ToString());
        fleet.Output.ShouldContain("planner-2 is not registered");
        fleet.Output.ShouldContain("The registry differs from what was sent");
    }

    /// <summary>As it says itself; on a busy machine fewer than it was asked for.</summary>
    private static long ActivitiesSent(SampleProgram fleet) =>
        long.Parse(ActivitiesRow().Match(fleet.Output).Groups["sent"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("activities in total +(?<sent>[0-9,]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActivitiesRow();

    private static string Row(string what, int sent, int registry) =>
        string.Create(CultureInfo.InvariantCulture, $"{what,-22}   {sent,4}   {registry,12}");
}
