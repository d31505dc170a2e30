using System.Globalization;
using System.Text.RegularExpressions;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>The fleet against a registry that other agents live in already.</summary>
[Collection(RunningSystemCollection.Name)]
public sealed partial class FleetRuns(RunningSystem system)
{
    private const string Same = "The registry has exactly what was sent.";
    private static readonly string Own = Path.Combine("samples", "catalogue.jsonl");

    [Fact]
    public async Task Over_HTTP_the_registry_has_what_was_sent_the_first_time_and_again()
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
    public async Task Over_AMQP_nothing_is_lost_to_killed_workers()
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
    public async Task A_registry_that_lost_an_agent_differs_and_an_interrupted_fleet_still_says_so()
    {
        var before = await system.ActivitiesAsync();
        await using var fleet = SampleProgram.StartFleet(
            "--catalogue", Own, "--agents", "30", "--http", system.Api, "--rate", "1", "--activity", "20", "--for", "300", "--patience", "6");
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

    [GeneratedRegex("activities in all +(?<sent>[0-9,]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActivitiesRow();

    private static string Row(string what, int sent, int registry) =>
        string.Create(CultureInfo.InvariantCulture, $"{what,-22}   {sent,4}   {registry,12}");
}
