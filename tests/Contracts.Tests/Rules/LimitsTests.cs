using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

public class LimitsTests
{
    public static TheoryData<string> Cases => [.. LimitCase.All.Select(limit => limit.Name)];

    public static TheoryData<string> ConfigurableCases =>
        [.. LimitCase.All.Where(limit => limit.Limit(Halved()) != limit.Limit(Given.Limits)).Select(limit => limit.Name)];

    [Fact]
    public void Is_what_the_product_says()
    {
        var limits = new Limits();

        (limits.AgentId, limits.Name, limits.BaseUrl, limits.CapabilityName).ShouldBe((128, 128, 256, 128));
        (limits.Capabilities, limits.Tags, limits.OutputBytes, limits.MessageBytes).ShouldBe((512, 64, 1_048_576, 4_194_304));
        (limits.MetadataBytes, limits.History, limits.PageSize).ShouldBe((65_536, 500, 1_000));
        (limits.ContextBytes, limits.ContextCheckpoints, limits.ChangeDescription).ShouldBe((1_048_576, 100, 1_000));
        (limits.SchemaBytes, limits.ConfigurationBytes, limits.DefinitionLabels).ShouldBe((65_536, 262_144, 100));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Accepts_what_is_as_large_as_it(string name)
    {
        var limit = Case(name);

        limit.Check(limit.Limit(Given.Limits), Given.Limits).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Refuses_what_is_one_larger_and_names_the_field(string name)
    {
        var limit = Case(name);

        limit.Check(limit.Limit(Given.Limits) + 1, Given.Limits).ShouldHaveSingleItem().Field.ShouldBe(limit.Field);
    }

    [Theory]
    [MemberData(nameof(ConfigurableCases))]
    public void Holds_as_it_is_configured(string name)
    {
        var limit = Case(name);
        var halved = Halved();

        limit.Check(limit.Limit(halved), halved).ShouldBeEmpty();
        limit.Check(limit.Limit(halved) + 1, halved).ShouldHaveSingleItem().Field.ShouldBe(limit.Field);
    }

    [Fact]
    public void Is_tried_here()
    {
        // The size of a message as a whole is checked where its bytes come in, that of a session, context or definition where its row is locked.
        string[] elsewhere = [nameof(Limits.MessageBytes), nameof(Limits.SessionEntries), nameof(Limits.SessionBytes), nameof(Limits.ContextCheckpoints), nameof(Limits.DefinitionLabels)];
        var untried = typeof(Limits).GetProperties().Where(property => !elsewhere.Contains(property.Name)).Where(property =>
        {
            var limits = new Limits();
            property.SetValue(limits, 3);
            return LimitCase.All.All(limit => limit.Limit(limits) == limit.Limit(Given.Limits));
        });

        untried.ShouldBeEmpty();
    }

    private static LimitCase Case(string name) => LimitCase.All.Single(limit => limit.Name == name);

    private static Limits Halved()
    {
        var limits = new Limits();
        foreach (var property in typeof(Limits).GetProperties())
        {
            property.SetValue(limits, (int)property.GetValue(limits)! / 2);
        }

        return limits;
    }
}
