using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

public class FollowingTheFeed
{
    [Fact]
    public void A_new_directory_is_empty_and_at_revision_0()
    {
        var directory = new AgentDirectory();

        directory.Revision.ShouldBe(0);
        directory.All.ShouldBeEmpty();
        directory.Find("a").ShouldBeNull();
        directory.List(new ListAgents()).Total.ShouldBe(0);
        directory.Search(new SearchCapabilities { Query = "anything" }).Total.ShouldBe(0);
    }

    [Fact]
    public void Loading_replaces_everything_and_keeps_the_instances()
    {
        var directory = Given.Directory(Given.Agent("old"));
        var agent = Given.Agent("new");

        directory.Load([agent], 7);

        directory.Revision.ShouldBe(7);
        directory.Find("old").ShouldBeNull();
        directory.Find("new").ShouldBeSameAs(agent);
        directory.All.ShouldHaveSingleItem().ShouldBeSameAs(agent);
        directory.Search(new SearchCapabilities { Query = "old" }).Total.ShouldBe(0);
    }

    [Fact]
    public void A_registered_agent_is_found_listed_and_searched()
    {
        var directory = Given.Directory();

        directory.Apply([Given.Registered(Given.Agent("a", "Weather teller"), 2)], [], 2);

        directory.Revision.ShouldBe(2);
        directory.Find("a")!.Name.ShouldBe("Weather teller");
        directory.List(new ListAgents()).Total.ShouldBe(1);
        directory.Search(new SearchCapabilities { Query = "weather" }).Total.ShouldBe(1);
    }

    [Fact]
    public void An_updated_agent_is_found_by_its_new_words_only()
    {
        var directory = Given.Directory(Given.Agent("a", "Weather teller"));

        directory.Apply([Given.Registered(Given.Agent("a", "Invoice reader"), 2, AgentChange.Updated)], [], 2);

        directory.Search(new SearchCapabilities { Query = "weather" }).Total.ShouldBe(0);
        directory.Search(new SearchCapabilities { Query = "invoice" }).Total.ShouldBe(1);
    }

    [Fact]
    public void A_deleted_agent_is_gone_everywhere()
    {
        var directory = Given.Directory(Given.Agent("a"), Given.Agent("b"));

        directory.Apply([Given.Deleted("a", 2)], [], 2);

        directory.Find("a").ShouldBeNull();
        directory.All.Select(agent => agent.Id).ShouldBe(["b"]);
        directory.Search(new SearchCapabilities { Query = "a" }).Total.ShouldBe(0);
        directory.Count(null).TotalAgents.ShouldBe(1);
    }

    [Fact]
    public void A_change_of_state_carries_over_every_field_of_it_and_nothing_else()
    {
        var before = Given.Agent("a", "Weather teller");
        var directory = Given.Directory(before);

        directory.Apply([Given.StateChanged("a", 5, AgentStatus.Error, AgentHealth.Unhealthy)], [], 5);

        directory.Find("a").ShouldBe(before with
        {
            Status = AgentStatus.Error,
            Health = AgentHealth.Unhealthy,
            HealthReason = "it says so",
            Enabled = false,
            Draining = true,
            UpdatedAt = Given.Start.AddSeconds(5),
            Revision = 5,
        });
        directory.Search(new SearchCapabilities { Query = "weather" }).Matches.Single().Health.ShouldBe(AgentHealth.Unhealthy);
    }

    [Fact]
    public void A_change_of_state_of_an_unknown_agent_makes_none()
    {
        var directory = Given.Directory();

        directory.Apply([Given.StateChanged("a", 2, AgentStatus.Idle, AgentHealth.Healthy)], [Given.Activity("a", 3, Given.Start)], 3);

        directory.All.ShouldBeEmpty();
        directory.Revision.ShouldBe(3);
    }

    [Fact]
    public void A_change_that_the_snapshot_holds_already_changes_nothing()
    {
        var directory = new AgentDirectory();
        var agent = Given.Agent("a") with { Revision = 9 };
        directory.Load([agent], 5);

        directory.Apply([Given.StateChanged("a", 9, AgentStatus.Error, AgentHealth.Unhealthy), Given.Deleted("a", 7)], [], 9);

        directory.Find("a").ShouldBeSameAs(agent);
    }

    [Fact]
    public void An_old_registration_does_not_bring_a_deleted_agent_back()
    {
        var directory = Given.Directory();
        var registered = Given.Registered(Given.Agent("a"), 2);

        directory.Apply([registered, Given.Deleted("a", 3), registered], [], 3);
        directory.Apply([registered], [], 3);

        directory.All.ShouldBeEmpty();
    }

    [Fact]
    public void The_last_activity_only_moves_forward()
    {
        var directory = Given.Directory(Given.Agent("a"));

        directory.Apply([], [Given.Activity("a", 2, Given.Start.AddHours(2)), Given.Activity("a", 3, Given.Start.AddHours(1))], 3);
        var agent = directory.Find("a")!;
        directory.Apply([], [Given.Activity("a", 4, Given.Start)], 4);

        agent.LastActiveAt.ShouldBe(Given.Start.AddHours(2));
        directory.Find("a").ShouldBeSameAs(agent);
        directory.Revision.ShouldBe(4);
    }

    [Fact]
    public void An_update_does_not_forget_the_last_activity_but_a_new_registration_after_a_deletion_does()
    {
        var directory = Given.Directory(Given.Agent("a"));
        var registered = Given.Agent("a", "anew");

        directory.Apply([Given.Registered(registered, 3, AgentChange.Updated)], [Given.Activity("a", 2, Given.Start)], 3);
        directory.Find("a")!.LastActiveAt.ShouldBe(Given.Start);

        directory.Apply([Given.Deleted("a", 4), Given.Registered(registered, 5)], [], 5);
        directory.Find("a")!.LastActiveAt.ShouldBeNull();
    }

    [Fact]
    public void Agents_that_a_batch_does_not_name_keep_their_instance()
    {
        var kept = Given.Agent("b");
        var directory = Given.Directory(Given.Agent("a"), kept, Given.Agent("c"));

        directory.Apply([Given.Deleted("a", 2), Given.StateChanged("c", 3, AgentStatus.Busy, AgentHealth.Healthy)], [], 3);

        directory.Find("b").ShouldBeSameAs(kept);
        directory.All[0].ShouldBeSameAs(kept);
    }

    [Fact]
    public void The_revision_does_not_go_back_when_an_old_batch_comes_again()
    {
        var directory = Given.Directory();
        directory.Apply([], [], 9);

        directory.Apply([], [], 4);

        directory.Revision.ShouldBe(9);
    }

    [Fact]
    public async Task Readers_see_whole_batches_while_a_writer_writes()
    {
        var directory = new AgentDirectory();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var seen = 0;
            while (!done.IsCancellationRequested || seen == 0)
            {
                // Every batch registers or deletes ten agents at once.
                (directory.List(new ListAgents { Limit = 1_000 }).Agents.Count % 10).ShouldBe(0);
                (directory.Search(new SearchCapabilities { Query = "swarm" }).Total % 10).ShouldBe(0);
                (directory.Count(null).TotalAgents % 10).ShouldBe(0);
                seen++;
            }
        })).ToArray();

        for (var batch = 0L; batch < 300; batch++)
        {
            var group = batch % 7;
            var isThere = directory.Find($"{group}-0") is not null;
            directory.Apply(
                [.. Enumerable.Range(0, 10).Select(i => isThere
                    ? Given.Deleted($"{group}-{i}", (batch * 10) + i + 1)
                    : Given.Registered(Given.Agent($"{group}-{i}", "swarm"), (batch * 10) + i + 1))],
                [],
                (batch * 10) + 10);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }
}
