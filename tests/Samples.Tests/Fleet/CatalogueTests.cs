using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class CatalogueTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Every_agent_of_the_catalogue_is_valid()
    {
        var catalogue = Catalogue.Load(Checkout.Catalogue);
        var agents = catalogue.Take(catalogue.Count, Now);
        foreach (var agent in agents)
        {
            MessageRules.Check(agent, new Limits(), Now).Describe().ShouldBeEmpty(agent.AgentId);
        }

        agents.Select(agent => agent.AgentId).ShouldBeUnique();
        agents.Select(agent => agent.MessageId).ShouldBeUnique();
    }

    [Fact]
    public void Larger_fleet_repeats_the_catalogue_under_other_ids()
    {
        var catalogue = Catalogue.Load(Checkout.Catalogue);
        var agents = catalogue.Take((2 * catalogue.Count) + 5, Now);
        agents.Select(agent => agent.AgentId).ShouldBeUnique();
        agents.Take(catalogue.Count).Select(agent => agent.AgentId)
            .ShouldBe(catalogue.Take(catalogue.Count, Now).Select(agent => agent.AgentId));
        agents[catalogue.Count].Name.ShouldBe(agents[0].Name);
        agents[catalogue.Count].AgentId.ShouldStartWith(agents[0].AgentId);
        agents.ShouldAllBe(agent => MessageRules.Check(agent, new Limits(), Now).Count == 0);
    }

    [Fact]
    public void Sample_catalogue_keeps_every_capability()
    {
        var agents = Catalogue.Load(Path.Combine(Checkout.Root, "samples", "catalogue.jsonl")).Take(12, Now);
        agents.Sum(agent => agent.Capabilities.Count).ShouldBe(23);
        agents.Single(agent => agent.AgentId == "code:reviewer").Capabilities[0].CostEstimate.ShouldBe("~2,000 tokens");
        agents.Single(agent => agent.AgentId == "docs:translator").Name.ShouldBe("译者 Translator 🌍");
        agents.Single(agent => agent.AgentId == "data:cleaner").Description.ShouldBeNull();
    }

    [Fact]
    public void Invalid_values_are_corrected()
    {
        var agent = Load(
            """
            {"id":"x y","name":"","description":"  ","tags":["a","a",""," b "],
             "capabilities":[{"name":"one","description":""},{"name":" one","description":"said twice"},{"name":""},null,"two",{"name":"a\tb","tags":null}]}
            """.ReplaceLineEndings(" ")).Take(1, Now).Single();
        agent.AgentId.ShouldBe("x-y");
        agent.Name.ShouldBe("x-y");
        agent.Description.ShouldBeNull();
        agent.Tags.ShouldBe(["a", "b"]);
        agent.Capabilities.Select(capability => capability.Name).ShouldBe(["one", "two", "a b"]);
        agent.Capabilities[0].Description.ShouldBe("said twice");
    }

    [Fact]
    public void Long_text_is_cut_at_the_limit_between_two_characters()
    {
        var agent = Load($$"""{"id":"x","name":"{{new string('n', 127)}}🤖","tags":["{{new string('t', 500)}}"]}""").Take(1, Now).Single();
        agent.Name.ShouldBe(new string('n', 127));
        agent.Tags.Single().Length.ShouldBe(128);
    }

    [Theory]
    [InlineData("", "has no agent")]
    [InlineData("{\"id\":\"x\"}\n\nnonsense", "line 3")]
    [InlineData("{\"name\":\"x\"}", "needs an id")]
    [InlineData("{\"id\":\"\\ud800\"}", "line 1")]
    [InlineData("[]", "line 1")]
    public void Invalid_catalogue_is_refused_with_the_line(string text, string reason) =>
        Should.Throw<CatalogueException>(() => Load(text)).Message.ShouldContain(reason);

    [Fact]
    public void Missing_file_is_refused() => Should.Throw<CatalogueException>(() => Catalogue.Load(_file + ".none"));

    public void Dispose() => File.Delete(_file);

    private Catalogue Load(string text)
    {
        File.WriteAllText(_file, text);
        return Catalogue.Load(_file);
    }
}
