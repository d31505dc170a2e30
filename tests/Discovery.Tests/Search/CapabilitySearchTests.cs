using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

public class CapabilitySearchTests
{
    private static readonly AgentDirectory Directory = Given.Directory(
        Given.Agent("coder-1", "Code Master", "Writes programs", Given.Capability("code_generation", "Generates code in many languages", "~100 tokens"), Given.Capability("code_review", "Finds mistakes in code")),
        Given.Agent("met-1", "Meteo", "Tells the weather", Given.Capability("forecast", "Weather of the next days", "free")) with { Tags = ["climate"] },
        Given.Agent("polyglot", "Polyglot", null, Given.Capability("翻译", "翻译文件"), new Capability { Name = "translate", Examples = ["How do I say good morning in French?"] }),
        Given.Agent("hub", "GitHubber", "Issues and pull requests"));

    [Fact]
    public void The_capability_that_fits_best_comes_with_its_description_and_cost()
    {
        var match = Search("generate some code").Matches[0];

        match.AgentId.ShouldBe("coder-1");
        (match.Capability, match.Description, match.CostEstimate).ShouldBe(("code_generation", "Generates code in many languages", "~100 tokens"));
        (match.Status, match.Health).ShouldBe((AgentStatus.Idle, AgentHealth.Healthy));
        match.Score.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Matched_words_are_the_querys_own() =>
        Search("Generating CODE for weather, please").Matches[0].MatchedWords.ShouldBe(["Generating", "CODE"]);

    [Fact]
    public void A_compound_is_one_matched_word() => Search("watch GitHubber").Matches.Single().MatchedWords.ShouldBe(["GitHubber"]);

    [Theory]
    [InlineData("climate", "met-1")]
    [InlineData("tell the weather", "met-1")]
    [InlineData("french", "polyglot")]
    [InlineData("请翻译", "polyglot")]
    [InlineData("programming", "coder-1")]
    public void Tags_descriptions_examples_and_any_script_are_searched(string query, string id) => Search(query).Matches[0].AgentId.ShouldBe(id);

    [Fact]
    public void An_agent_found_by_its_own_words_only_names_no_capability() => Search("pull requests").Matches.Single().Capability.ShouldBeNull();

    [Theory]
    [InlineData("MET-1", "met-1")]
    [InlineData("code master", "coder-1")]
    [InlineData("Code_Review", "coder-1")]
    [InlineData("  forecast ", "met-1")]
    public void An_exact_id_name_or_capability_comes_first_whatever_the_case(string query, string id)
    {
        var directory = Given.Directory([
            .. Directory.All,
            .. Enumerable.Range(0, 20).Select(i => Given.Agent($"noise-{i}", $"{query} {query}", $"{query} {query} {query}", Given.Capability($"{query}s", query)))]);

        directory.Search(new SearchCapabilities { Query = query }).Matches[0].AgentId.ShouldBe(id);
    }

    [Fact]
    public void An_exact_capability_is_the_one_that_is_shown() => Search("CODE_REVIEW").Matches[0].Capability.ShouldBe("code_review");

    [Fact]
    public void A_name_of_stop_words_is_found_exactly()
    {
        var match = Given.Directory(Given.Agent("x", "The Who"), Given.Agent("y")).Search(new SearchCapabilities { Query = "the who" }).Matches.Single();

        match.AgentId.ShouldBe("x");
        match.MatchedWords.ShouldBe(["the who"]);
    }

    [Fact]
    public void Filters_hold_before_ranking_and_their_paging_does_not_count()
    {
        var found = Directory.Search(new SearchCapabilities { Query = "code weather", Filter = new ListAgents { Tags = ["Climate"], Limit = 0, Offset = 5, Cursor = "?" } });

        found.Total.ShouldBe(1);
        found.Matches.Single().AgentId.ShouldBe("met-1");
    }

    [Fact]
    public void Equal_scores_go_to_the_healthy_and_then_by_id()
    {
        var directory = Given.Directory(
            Given.Agent("a", "same") with { Health = AgentHealth.Offline },
            Given.Agent("c", "same"),
            Given.Agent("b", "same"));

        directory.Search(new SearchCapabilities { Query = "same" }).Matches.Select(match => match.AgentId).ShouldBe(["b", "c", "a"]);
    }

    [Fact]
    public void The_limit_cuts_the_matches_and_not_the_total()
    {
        var directory = Given.Directory([.. Enumerable.Range(0, 3_000).Select(i => Given.Agent($"agent-{i:0000}", i % 3 == 0 ? "weather weather" : "weather today"))]);

        var found = directory.Search(new SearchCapabilities { Query = "weather", Limit = 5 });

        found.Total.ShouldBe(3_000);
        found.Matches.Select(match => match.AgentId).ShouldBe(["agent-0000", "agent-0003", "agent-0006", "agent-0009", "agent-0012"]);
    }

    [Fact]
    public void Agents_that_come_and_go_leave_no_trace_in_the_index()
    {
        var directory = new AgentDirectory();
        for (var round = 0L; round < 50; round++)
        {
            directory.Apply([.. Enumerable.Range(0, 100).Select(i => Given.Registered(Given.Agent($"agent-{i}", $"round{round}"), (round * 200) + i + 1))], [], (round * 200) + 100);
            directory.Search(new SearchCapabilities { Query = $"round{round}" }).Total.ShouldBe(100);
            directory.Apply([.. Enumerable.Range(0, 100).Select(i => Given.Deleted($"agent-{i}", (round * 200) + i + 101))], [], (round * 200) + 200);
            directory.Search(new SearchCapabilities { Query = $"round{round} agent" }).Total.ShouldBe(0);
        }
    }

    public static TheoryData<string> OddQueries => new(
        "",
        " ",
        "?",
        "a",
        "the of and",
        "🌦️🤖",
        "(a+)+$|[",
        "'; drop table agents; --",
        "מזג אוויר مرحبا",
        "\u0000\u001b\u202e\ufeff",
        "\ud83d",
        new string('x', 100_000),
        string.Concat(Enumerable.Range(0, 20_000).Select(i => $"w{i} ")),
        string.Concat(Enumerable.Repeat("翻译", 50_000)));

    [Theory]
    [MemberData(nameof(OddQueries))]
    public void Any_text_gets_an_answer(string query)
    {
        var found = Search(query);

        found.Matches.Count.ShouldBeLessThanOrEqualTo(10);
        found.Query.ShouldBe(query.Trim());
    }

    private static CapabilityMatches Search(string query) => Directory.Search(new SearchCapabilities { Query = query });
}
