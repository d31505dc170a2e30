using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests;

/// <summary>Late messages change nothing: row A7, for whatever an agent may have sent.</summary>
public class LateMessageProperties
{
    [Fact]
    public void Whatever_comes_again_after_what_followed_it_changes_nothing_and_tells_nobody() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var history = AgentProjectionProperties(random);
        var life = Life.Of(history);
        var (before, told) = (life.Visible, life.Changes);

        foreach (var message in random.GetItems(history, random.Next(1, 20)))
        {
            life.Take(message);
        }

        (life.Visible, life.Changes).ShouldBe((before, told));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Any_order_and_repetition_of_what_an_agent_sent_leads_to_the_same_agent() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var history = AgentProjectionProperties(random);
        var arriving = history[1..].Concat(random.GetItems(history, random.Next(6))).ToArray();
        random.Shuffle(arriving);

        // A heartbeat of whoever is not registered is lost, so the first registration comes first.
        Life.Of([history[0], .. arriving]).Visible.ShouldBe(Life.Of(history).Visible);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_registration_that_arrives_late_does_not_undo_the_status_of_a_newer_heartbeat()
    {
        var life = Life.Of([Given.Registration(0), Given.Beat(3, AgentStatus.Busy), Given.Registration(2) with { Status = AgentStatus.Initializing }]);

        life.Visible.Status.ShouldBe(AgentStatus.Busy);
    }

    [Fact]
    public void The_registration_of_a_restart_that_arrives_late_does_not_undo_the_status_of_a_newer_heartbeat()
    {
        var life = Life.Of([Given.Registration(0, startedAt: 0), Given.Beat(3, AgentStatus.Busy), Given.Registration(2, startedAt: 2)]);

        life.Visible.Status.ShouldBe(AgentStatus.Busy);
    }

    [Fact]
    public void A_registration_that_says_no_status_does_not_keep_out_the_last_word_on_it()
    {
        var life = Life.Of([Given.Registration(0), Given.Registration(9, name: "Renamed"), Given.Beat(5, AgentStatus.Busy)]);

        life.Visible.Status.ShouldBe(AgentStatus.Busy);
    }

    /// <summary>
    /// Some starts, each a registration followed by heartbeats and further registrations. Either the registrations say a status
    /// or the heartbeats: a heartbeat that repeats a status is not written, so that the tables cannot tell that it was newer.
    /// </summary>
    private static object[] AgentProjectionProperties(Random random)
    {
        var registrationsSay = random.Next(2) == 0;
        var heartbeatsTellStart = registrationsSay && random.Next(2) == 0;
        var (messages, second) = (new List<object>(), 0);
        for (var start = random.Next(1, registrationsSay ? 4 : 2); start > 0; start--)
        {
            var startedAt = second;
            messages.Add(Register());
            for (var more = random.Next(5); more > 0; more--)
            {
                messages.Add(random.Next(3) == 0 ? Register() : Given.Beat(++second, registrationsSay ? null : AnyStatus(), heartbeatsTellStart ? startedAt : null));
            }

            RegisterAgent Register() => Given.Registration(++second, registrationsSay ? startedAt : null, $"Name {random.Next(3)}") with
            {
                HeartbeatIntervalSeconds = random.Next(1, 4),
                Status = registrationsSay ? AnyStatus() : null,
            };
        }

        return [.. messages];

        AgentStatus AnyStatus() => random.GetItems([AgentStatus.Idle, AgentStatus.Active, AgentStatus.Busy, AgentStatus.Initializing], 1)[0];
    }
}
