using System.Text.Json;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.QueryApi.Requests.Tests;

public class BodyFieldsTests
{
    [Theory]
    [InlineData("""{"id":"a","capabilites":[]}""", "capabilites", "capabilities")]
    [InlineData("""{"baseUrl":"x"}""", "baseUrl", "base_url")]
    [InlineData("""{"url":"x"}""", "url", "base_url")]
    [InlineData("""{"agentId":"x"}""", "agentId", "id")]
    [InlineData("""{"agent_id":"x"}""", "agent_id", "id")]
    [InlineData("""{"capability":[]}""", "capability", "capabilities")]
    [InlineData("""{"tag":[]}""", "tag", "tags")]
    [InlineData("""{"colour":"red"}""", "colour", null)]
    [InlineData("""{"x":1}""", "x", null)]
    public void Unknown_field_is_found_with_the_nearest_one(string body, string name, string? nearest)
    {
        var unknown = BodyFields.Unknown(JsonElement.Parse(body), typeof(AgentRegistration)).ShouldHaveSingleItem();
        unknown.Name.ShouldBe(name);
        unknown.Nearest.ShouldBe(nearest);
    }

    [Fact]
    public void Free_form_objects_have_no_unknown_fields() =>
        BodyFields.Unknown(JsonElement.Parse("""{"ID":"a","metadata":{"any":{"thing":[{"x":1}]}},"factory":{"parameters":{"y":1}}}"""), typeof(AgentRegistration)).ShouldBeEmpty();

    [Fact]
    public void Unknown_fields_within_lists_have_their_place() =>
        BodyFields.Unknown(JsonElement.Parse("""{"messages":[{"role":"user"},{"rol":"user"}]}"""), typeof(NewMessages))
            .ShouldHaveSingleItem().Fault.Field.ShouldBe("messages[1].rol");

    [Fact]
    public void Missing_fields_name_what_was_sent_instead()
    {
        var body = JsonElement.Parse("""{"agentId":"a"}""");
        var unknown = BodyFields.Unknown(body, typeof(AgentRegistration));
        BodyFields.Missing(new AgentRegistration(), unknown).Select(fault => $"{fault.Field} {fault.Message}")
            .ShouldBe(["id is required; 'agentId' was sent instead", "name is required"], ignoreOrder: true);
    }

    [Fact]
    public void Missing_word_is_named_with_its_choices() =>
        BodyFields.Missing(new SessionStatusChange(), []).ShouldHaveSingleItem().Message.ShouldBe("is required: one of active, completed, expired");

    [Fact]
    public void Very_long_name_is_near_to_none() => NearestName.Of(new string('a', 100_000), ["id", "name"]).ShouldBeNull();
}
