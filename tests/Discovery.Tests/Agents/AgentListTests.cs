using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

public class AgentListTests
{
    private static readonly AgentDirectory Directory = Given.Directory(
        Given.Agent("b", "Bee", "Makes honey", Given.Capability("honey_making"), Given.Capability("Dance")) with
        {
            Tags = ["Insect", "yellow"],
            Workspace = "garden",
            Project = "hive",
            Status = AgentStatus.Busy,
        },
        Given.Agent("a", "Ant", capabilities: Given.Capability("carry")) with
        {
            Tags = ["insect"],
            Workspace = "garden",
            Type = "worker",
            Health = AgentHealth.Suspect,
        },
        Given.Agent("C", "Cat", "Sleeps all day") with { Enabled = false });

    [Fact]
    public void Without_filters_all_agents_come_by_id_in_ordinal_order() =>
        Ids(new ListAgents()).ShouldBe(["C", "a", "b"]);

    [Fact]
    public void A_large_registry_lists_all_in_order_and_in_pages_whatever_came_and_went()
    {
        var random = new Random(7);
        var expected = new SortedDictionary<string, Agent>(StringComparer.Ordinal);
        var directory = new AgentDirectory();
        for (var revision = 1; revision <= 50; revision++)
        {
            var isGrowing = revision <= 30;
            var changes = new List<AgentChanged>();
            for (var i = 0; i < 200; i++)
            {
                if (isGrowing)
                {
                    var agent = Given.Agent($"agent-{random.Next(100_000)}");
                    expected[agent.Id] = agent;
                    changes.Add(Given.Registered(agent, revision));
                }
                else
                {
                    var id = expected.Keys.ElementAt(random.Next(expected.Count));
                    expected.Remove(id);
                    changes.Add(Given.Deleted(id, revision));
                }
            }

            directory.Apply([.. changes.DistinctBy(change => change.AgentId)], [], revision);
            directory.All.Select(agent => agent.Id).ShouldBe(expected.Keys);
            expected.Keys.ShouldAllBe(id => directory.Find(id)!.Id == id);
        }

        expected.Count.ShouldBeInRange(1, 2_000);
        var (paged, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = directory.List(new ListAgents { Limit = 100, Cursor = cursor });
            page.Total.ShouldBe(expected.Count);
            paged.AddRange(page.Agents.Select(agent => agent.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        paged.ShouldBe(expected.Keys);
    }

    [Fact]
    public void Each_filter_keeps_what_it_names()
    {
        Ids(new ListAgents { Type = "worker" }).ShouldBe(["a"]);
        Ids(new ListAgents { Status = AgentStatus.Busy }).ShouldBe(["b"]);
        Ids(new ListAgents { Health = AgentHealth.Suspect }).ShouldBe(["a"]);
        Ids(new ListAgents { Workspace = "garden" }).ShouldBe(["a", "b"]);
        Ids(new ListAgents { Project = "hive" }).ShouldBe(["b"]);
        Ids(new ListAgents { EnabledOnly = true }).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Capabilities_and_tags_must_all_be_there_whatever_the_case()
    {
        Ids(new ListAgents { Capabilities = ["DANCE", "Honey_Making"] }).ShouldBe(["b"]);
        Ids(new ListAgents { Capabilities = ["dance", "carry"] }).ShouldBeEmpty();
        Ids(new ListAgents { Tags = ["INSECT"] }).ShouldBe(["a", "b"]);
        Ids(new ListAgents { Tags = ["insect", "Yellow"] }).ShouldBe(["b"]);
    }

    [Fact]
    public void Filters_other_than_capabilities_and_tags_mind_the_case()
    {
        Ids(new ListAgents { Type = "Worker" }).ShouldBeEmpty();
        Ids(new ListAgents { Workspace = "Garden" }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CA", "C,a")]
    [InlineData("BEE", "b")]
    [InlineData("sleeps ALL", "C")]
    [InlineData("honey_", "b")]
    [InlineData("no such thing", "")]
    public void Text_is_looked_for_in_id_name_description_and_capability_names(string text, string ids) =>
        string.Join(',', Ids(new ListAgents { Text = text })).ShouldBe(ids);

    [Fact]
    public void Filters_hold_together() =>
        Ids(new ListAgents { Workspace = "garden", Tags = ["insect"], Text = "honey" }).ShouldBe(["b"]);

    [Fact]
    public void An_offset_leaves_out_the_first_and_the_total_counts_all()
    {
        var page = Directory.List(new ListAgents { Offset = 1, Limit = 1 });

        page.Agents.Single().Id.ShouldBe("a");
        (page.Total, page.Limit, page.Offset).ShouldBe((3, 1, 1));
        page.NextCursor.ShouldNotBeNull();
        Directory.List(new ListAgents { Limit = 1, Cursor = page.NextCursor }).Agents.Single().Id.ShouldBe("b");
    }

    [Fact]
    public void An_offset_beyond_the_end_gives_an_empty_last_page()
    {
        var page = Directory.List(new ListAgents { Offset = int.MaxValue });

        page.Agents.ShouldBeEmpty();
        page.Total.ShouldBe(3);
        page.NextCursor.ShouldBeNull();
    }

    [Fact]
    public void A_page_that_ends_with_the_list_has_no_cursor() =>
        Directory.List(new ListAgents { Limit = 3 }).NextCursor.ShouldBeNull();

    [Fact]
    public void A_cursor_goes_on_where_its_agent_stood_although_it_is_gone()
    {
        var directory = Given.Directory(Given.Agent("a"), Given.Agent("b"), Given.Agent("c"));
        var cursor = directory.List(new ListAgents { Limit = 2 }).NextCursor;

        directory.Apply([Given.Deleted("b", 2)], [], 2);

        directory.List(new ListAgents { Cursor = cursor }).Agents.Single().Id.ShouldBe("c");
    }

    [Fact]
    public void Paging_by_cursor_visits_each_agent_once_whatever_the_limit() =>
        Prop.ForAll<ushort[], byte>((numbers, limit) =>
        {
            var ids = numbers.Select(number => $"agent-{number}").Distinct(StringComparer.Ordinal).ToArray();
            var directory = Given.Directory([.. ids.Select(id => Given.Agent(id) with { Type = id.Length % 2 == 0 ? "even" : "odd" })]);
            var visited = new List<string>();
            string? cursor = null;

            do
            {
                var page = directory.List(new ListAgents { Type = "odd", Limit = 1 + limit, Cursor = cursor });
                page.Total.ShouldBe(ids.Count(id => id.Length % 2 == 1));
                visited.AddRange(page.Agents.Select(agent => agent.Id));
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            visited.ShouldBe(ids.Where(id => id.Length % 2 == 1).Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<string> Ids(ListAgents query) => Directory.List(query).Agents.Select(agent => agent.Id);
}
