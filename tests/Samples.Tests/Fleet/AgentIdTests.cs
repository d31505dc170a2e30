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
    public void Invalid_id_becomes_a_similar_valid_one(string raw, string expected) => AgentIds.Valid(raw).ShouldBe(expected);

    [Fact]
    public void Duplicate_id_gets_a_number()
    {
        var ids = new AgentIds();
        new[] { "a b", "a-b", "a-b-2", "a/b", "a b" }.Select(ids.Next).ShouldBe(["a-b", "a-b-2", "a-b-2-2", "a:b", "a-b-3"]);
    }

    [Fact]
    public void Numbered_id_stays_within_the_limit()
    {
        var ids = new AgentIds();
        var raw = new string('x', 200);
        ids.Next(raw).Length.ShouldBe(AgentIds.MaxLength);
        ids.Next(raw).ShouldBe(new string('x', 126) + "-2");
    }

    [Fact]
    public void Any_ids_become_valid_and_distinct() =>
        Prop.ForAll<string?[]>(raw =>
        {
            var ids = new AgentIds();
            var made = raw.Select(id => ids.Next(id ?? "")).ToList();
            return made.Distinct(StringComparer.Ordinal).Count() == made.Count
                && made.TrueForAll(id => MessageRules.Check(new GetAgent { AgentId = id }, new Limits()).Count == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Same_ids_in_the_same_order_give_the_same_result() =>
        Prop.ForAll<string?[]>(raw =>
        {
            var (one, other) = (new AgentIds(), new AgentIds());
            return raw.All(id => one.Next(id ?? "") == other.Next(id ?? ""));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Valid_unused_id_is_unchanged() =>
        Prop.ForAll<string>(raw =>
        {
            var id = AgentIds.Valid(raw ?? "");
            return AgentIds.Valid(id) == id;
        }).QuickCheckThrowOnFailure();
}
