using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

/// <summary>Where texts have vectors, agents are also found by what is meant.</summary>
public class VectorRankingTests
{
    private static readonly RoutingPolicy Policy = new();
    private static readonly Agent Car = Given.Agent("car", "Garage", "Repairs automobiles");
    private static readonly Agent Cake = Given.Agent("cake", "Baker", "Bakes pastry");
    private static readonly Agent Book = Given.Agent("book", "Library", "Lends novels");

    [Fact]
    public void An_agent_is_found_by_its_meaning_though_no_word_is_the_same()
    {
        var decision = Route("mend my vehicle", [0.9f, 0.1f, 0]);

        decision.Fits.ShouldBeTrue();
        decision.Candidates.ShouldHaveSingleItem().AgentId.ShouldBe("car");
        Route("mend my vehicle", vector: null).Fits.ShouldBeFalse();
    }

    [Fact]
    public void What_is_near_nobody_fits_nobody() => Route("mend my vehicle", [-1, -1, -1]).Fits.ShouldBeFalse();

    [Fact]
    public void Who_names_an_agent_means_it() => Route("Baker", [1, 0, 0]).Candidates[0].AgentId.ShouldBe("cake");

    [Fact]
    public void A_vector_of_another_model_or_of_nothing_but_zeros_changes_nothing()
    {
        var byWords = Route("automobiles", vector: null).Candidates.Select(candidate => candidate.AgentId);

        Route("automobiles", [1, 0]).Candidates.Select(candidate => candidate.AgentId).ShouldBe(byWords);
        Route("automobiles", [0, 0, 0]).Candidates.Select(candidate => candidate.AgentId).ShouldBe(byWords);
    }

    [Fact]
    public void One_that_has_no_vector_yet_is_judged_by_its_words_and_no_worse()
    {
        var directory = Directory();
        var newcomer = Given.Agent("newcomer", "Workshop", "Mends any vehicle");
        directory.Apply([Given.Registered(newcomer, 2)], [], 2);

        directory.WithoutVector(10, _ => false).ShouldHaveSingleItem().Id.ShouldBe("newcomer");
        Route(directory, "mend my vehicle", [0.9f, 0.1f, 0]).Candidates.Select(candidate => candidate.AgentId).ShouldContain("newcomer");
    }

    [Fact]
    public void A_vector_stays_when_the_state_changes_and_goes_when_the_text_does()
    {
        var directory = Directory();
        directory.Apply([Given.StateChanged("car", 2, AgentStatus.Busy, AgentHealth.Healthy)], [], 2);
        directory.WithoutVector(10, _ => false).ShouldBeEmpty();

        var before = directory.Find("car")!;
        directory.Apply([Given.Registered(Car with { Description = "Sells automobiles" }, 3, AgentChange.Updated)], [], 3);
        directory.SetVectors([(before, new float[] { 1, 0, 0 })]);
        directory.WithoutVector(10, _ => false).ShouldHaveSingleItem().Id.ShouldBe("car");
    }

    private static AgentDirectory Directory()
    {
        var directory = Given.Directory(Car, Cake, Book);
        directory.SetVectors([(directory.Find("car")!, new float[] { 2, 0, 0 }), (directory.Find("cake")!, new float[] { 0, 3, 0 }), (directory.Find("book")!, new float[] { 0, 0, 1 })]);
        return directory;
    }

    private static RouteDecision Route(string text, float[]? vector) => Route(Directory(), text, vector);

    private static RouteDecision Route(AgentDirectory directory, string text, float[]? vector)
    {
        var query = new RouteQuery { Query = text };
        ReadOnlyMemory<float>? given = vector is null ? null : new ReadOnlyMemory<float>(vector);
        return AgentRouter.Decide(query, directory.Shortlist(query, given, lastCalled: null, Policy, Given.Start), new Dictionary<string, AgentFacts>(), Policy);
    }
}
