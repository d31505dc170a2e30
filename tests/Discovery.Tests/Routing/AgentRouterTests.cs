using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

/// <summary>Who should take a query on, and why.</summary>
public class AgentRouterTests
{
    private static readonly RoutingPolicy Policy = new();

    [Fact]
    public void Of_agents_that_fit_equally_well_the_one_that_did_better_comes_first_and_says_why()
    {
        var decision = Route("weather forecast", new()
        {
            ["a"] = new AgentFacts { Load = 0.9, Ended = 20, Succeeded = 10, AvgDurationMs = 900 },
            ["b"] = new AgentFacts { Load = 0.1, Ended = 50, Succeeded = 49, AvgDurationMs = 300 },
        }, Weather("a"), Weather("b"));

        decision.Fits.ShouldBeTrue();
        decision.Candidates.Select(candidate => candidate.AgentId).ShouldBe(["b", "a"]);
        decision.Candidates[0].Reasons.ShouldBe(
            ["'weather', 'forecast' in its capability 'forecast'", "healthy", "load 10 %", "49 of 50 tasks succeeded", "300 ms on average"]);
        decision.Candidates[0].TextScore.ShouldBe(1);
        decision.Candidates[0].Score.ShouldBeInRange(0.9, 1);
    }

    [Fact]
    public void Text_decides_before_anything_else()
    {
        var failing = new AgentFacts { Load = 1, Ended = 100, Succeeded = 0 };

        Route("weather forecast for sailors", new() { ["sea"] = failing }, Weather("sea") with { Description = "For sailors" }, Weather("land"))
            .Candidates.Single(candidate => candidate.AgentId == "sea").TextScore.ShouldBe(1);
        Route("translate a letter", new() { ["polyglot"] = failing }, Given.Agent("polyglot", "Polyglot", "Translate a letter"), Weather("land"))
            .Candidates.Select(candidate => candidate.AgentId).ShouldBe(["polyglot"]);
    }

    [Theory]
    [InlineData("offline")]
    [InlineData("unhealthy")]
    [InlineData("error")]
    [InlineData("disabled")]
    [InlineData("draining")]
    public void An_agent_that_cannot_take_work_is_never_chosen_and_told_with_the_reason_when_asked_for(string trouble)
    {
        var down = Weather("down");
        var decision = Route("weather forecast", [], trouble switch
        {
            "offline" => down with { Health = AgentHealth.Offline, HealthReason = "lease ended" },
            "unhealthy" => down with { Health = AgentHealth.Unhealthy, HealthReason = "its probe fails" },
            "error" => down with { Status = AgentStatus.Error },
            "disabled" => down with { Enabled = false },
            _ => down with { Draining = true },
        });

        decision.Fits.ShouldBeFalse();
        decision.Candidates.ShouldBeEmpty();
        decision.Rejected.ShouldHaveSingleItem().Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_query_about_something_else_fits_nobody_though_a_word_of_it_is_in_somebodys_text()
    {
        var decision = Route("Prove the Riemann hypothesis, Goldbach conjecture, Fermat theorem, Poincare lemma and Hilbert problem in one place", [], Weather("a"), Given.Agent("b", "Translate", "Any language"));

        decision.Fits.ShouldBeFalse();
        decision.Candidates.ShouldBeEmpty();
        decision.Confidence.ShouldBeLessThan(0.35);
        decision.Rejected.ShouldContain(rejected => rejected.AgentId == "a" && rejected.Reason == "too little of the query is in its text");
    }

    [Fact]
    public void An_agent_asked_for_by_its_name_is_meant() => Route("meteo", [], Weather("a")).Confidence.ShouldBe(1);

    [Fact]
    public void One_that_fits_far_worse_than_the_best_is_no_candidate() =>
        Route("weather forecast", [], Weather("a"), Given.Agent("b", "Almanac", "What farmers of old said, the weather among many other things that they cared for"))
            .Candidates.ShouldHaveSingleItem().AgentId.ShouldBe("a");

    [Fact]
    public void The_cheaper_is_better_where_all_say_a_price_in_the_same_words()
    {
        Route("weather forecast", [], Weather("a", "~300 tokens"), Weather("b", "~100 tokens")).Candidates[0].AgentId.ShouldBe("b");
        Route("weather forecast", [], Weather("a", "$3"), Weather("b", "~100 tokens")).Candidates[0].AgentId.ShouldBe("a");
    }

    [Fact]
    public void A_single_failure_does_not_put_an_agent_behind_one_that_failed_half_the_time() =>
        Route("weather forecast", new() { ["a"] = new AgentFacts { Ended = 40, Succeeded = 18 }, ["b"] = new AgentFacts { Ended = 1 } }, Weather("a"), Weather("b"))
            .Candidates[0].AgentId.ShouldBe("b");

    [Fact]
    public void Whatever_is_known_scores_stay_between_0_and_1_in_order_and_better_facts_never_harm()
    {
        var facts =
            from ended in Gen.Choose(0, 1_000)
            from succeeded in Gen.Choose(0, ended)
            from load in Gen.Choose(0, 100)
            from duration in Gen.Choose(0, 100_000)
            select new AgentFacts { Ended = ended, Succeeded = succeeded, Load = load / 100.0, AvgDurationMs = duration };
        Prop.ForAll(facts.Two().ToArbitrary(), pair =>
        {
            var (one, other) = pair;
            var better = one with { Load = one.Load / 2, Succeeded = one.Ended };
            var candidates = Route("weather forecast", new() { ["a"] = one, ["b"] = other }, Weather("a"), Weather("b")).Candidates;
            var after = Route("weather forecast", new() { ["a"] = better, ["b"] = other }, Weather("a"), Weather("b")).Candidates;
            return candidates.All(candidate => candidate.Score is >= 0 and <= 1)
                && candidates[0].Score >= candidates[1].Score
                && after.Single(candidate => candidate.AgentId == "a").Score >= candidates.Single(candidate => candidate.AgentId == "a").Score;
        }).QuickCheckThrowOnFailure();
    }

    private static Agent Weather(string id, string? cost = null) =>
        Given.Agent(id, "Meteo", null, Given.Capability("forecast", "Weather forecast for any place", cost));

    private static RouteDecision Route(string text, Dictionary<string, AgentFacts> facts, params Agent[] agents)
    {
        var query = new RouteQuery { Query = text, IncludeRejected = true };
        return AgentRouter.Decide(query, Given.Directory(agents).Shortlist(query, vector: null, lastCalled: null, Policy, Given.Start), facts, Policy);
    }
}
