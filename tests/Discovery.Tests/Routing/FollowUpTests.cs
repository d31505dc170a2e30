using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

/// <summary>A query that says little by itself goes to the agent last called.</summary>
public class FollowUpTests
{
    private static readonly RoutingPolicy Policy = new();
    private static readonly Agent Tickets = Given.Agent("tickets", "Tickets", "Finds tickets of support and shows their details");
    private static readonly Agent Weather = Given.Agent("weather", "Meteo", "Weather forecast for any place");

    [Theory]
    [InlineData("show me more details")]
    [InlineData("and tomorrow?")]
    [InlineData("what about Paris")]
    [InlineData("can you explain that")]
    public void What_says_little_by_itself_goes_to_the_agent_last_called(string query)
    {
        var decision = Route(query, "tickets", Tickets, Weather);

        (decision.Fits, decision.FollowsUp).ShouldBe((true, true));
        decision.Candidates.ShouldHaveSingleItem().AgentId.ShouldBe("tickets");
        decision.Candidates[0].Reasons[0].ShouldContain("called last");
    }

    [Theory]
    [InlineData("weather forecast")]
    [InlineData("meteo")]
    [InlineData("What will the weather be like in Paris tomorrow?")]
    public void What_says_who_it_is_for_goes_there(string query)
    {
        var decision = Route(query, "tickets", Tickets, Weather);

        decision.FollowsUp.ShouldBeFalse();
        decision.Candidates[0].AgentId.ShouldBe("weather");
    }

    [Fact]
    public void A_long_query_that_fits_nobody_is_about_something_else() =>
        Route("Prove the Riemann hypothesis, Goldbach conjecture, Fermat theorem and Poincare lemma", "tickets", Tickets, Weather).Fits.ShouldBeFalse();

    [Fact]
    public void One_that_cannot_take_work_is_not_followed()
    {
        Route("show me more details", "tickets", Tickets with { Draining = true }, Weather).FollowsUp.ShouldBeFalse();
        Route("show me more details", "tickets", Tickets with { Health = AgentHealth.Offline }, Weather).FollowsUp.ShouldBeFalse();
        Route("show me more details", "gone", Tickets, Weather).FollowsUp.ShouldBeFalse();
        Route("show me more details", lastCalled: null, Tickets, Weather).FollowsUp.ShouldBeFalse();
    }

    [Fact]
    public void One_of_another_workspace_is_not_followed()
    {
        var query = new RouteQuery { Query = "show me more details", Workspace = "acme" };
        var shortlist = Given.Directory(Tickets).Shortlist(query, vector: null, "tickets", Policy, Given.Start);

        shortlist.Last.ShouldBeNull();
        shortlist.Entries.ShouldBeEmpty();
    }

    private static RouteDecision Route(string text, string? lastCalled, params Agent[] agents)
    {
        var query = new RouteQuery { Query = text };
        return AgentRouter.Decide(query, Given.Directory(agents).Shortlist(query, vector: null, lastCalled, Policy, Given.Start), new Dictionary<string, AgentFacts>(), Policy);
    }
}
