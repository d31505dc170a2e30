using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class AgentIdTests
{
    [Theory]
    [InlineData("coder-1", "coder-1")]
    [InlineData("lobe/academic-writing", "lobe:academic-writing")]
    [InlineData("support/first line", "support:first-line")]
    [InlineData("  spaces   and\ttabs ", "spaces-and-tabs")]
    [InlineData("a//b", "a:b")]
    [InlineData("emoji 🤖 bot", "emoji-bot")]
    [InlineData("译者", "agent")]
    [InlineData("", "agent")]
    [InlineData("..", "agent")]
    public void An_id_becomes_a_valid_one_that_still_reads_like_it(string raw, string expected) => AgentIds.Valid(raw).ShouldBe(expected);

    [Fact]
    public void An_id_that_is_taken_gets_a_number()
    {
        var ids = new AgentIds();
        new[] { "a b", "a-b", "a-b-2", "a/b", "a b" }.Select(ids.Next).ShouldBe(["a-b", "a-b-2", "a-b-2-2", "a:b", "a-b-3"]);
    }

    [Fact]
    public void A_number_keeps_a_long_id_within_the_limit()
    {
        var ids = new AgentIds();
        var raw = new string('x', 200);
        ids.Next(raw).Length.ShouldBe(AgentIds.Longest);
        ids.Next(raw).ShouldBe(new string('x', 126) + "-2");
    }

    [Fact]
    public void Whatever_the_ids_are_they_become_valid_and_stay_apart() =>
        Prop.ForAll<string?[]>(raw =>
        {
            var ids = new AgentIds();
            var made = raw.Select(id => ids.Next(id ?? "")).ToList();
            return made.Distinct(StringComparer.Ordinal).Count() == made.Count
                && made.TrueForAll(id => MessageRules.Check(new GetAgent { AgentId = id }, new Limits()).Count == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_ids_in_the_same_order_become_the_same() =>
        Prop.ForAll<string?[]>(raw =>
        {
            var (one, other) = (new AgentIds(), new AgentIds());
            return raw.All(id => one.Next(id ?? "") == other.Next(id ?? ""));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_valid_id_that_is_free_stays_as_it_is() =>
        Prop.ForAll<string>(raw =>
        {
            var id = AgentIds.Valid(raw ?? "");
            return AgentIds.Valid(id) == id;
        }).QuickCheckThrowOnFailure();
}
