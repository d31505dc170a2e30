using System.Text.Json;
using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

/// <summary>What senders write that is not quite what we would.</summary>
public class PlainJsonTests
{
    public static TheoryData<string> Documents => [.. HostileMessages.Documents];

    public static TheoryData<string> OddDocuments => [.. HostileMessages.OddDocuments];

    [Fact]
    public void Fields_that_are_left_out_have_their_documented_defaults()
    {
        var registration = Read<RegisterAgent>("""{"agentId":"a","name":"A"}""");

        (registration.Type, registration.Workspace, registration.Project, registration.HeartbeatIntervalSeconds).ShouldBe(("agent", "default", "default", 30));
        (registration.Capabilities.Count, registration.Tags.Count, registration.Metadata, registration.Status).ShouldBe((0, 0, null, null));
        registration.Factory.ShouldBeNull();
        (Read<ListAgents>("{}").Limit, Read<GetAgent>("{}").HistoryLimit, Read<SearchCapabilities>("{}").Limit).ShouldBe((100, 50, 10));
    }

    [Fact]
    public void The_case_of_field_names_does_not_matter() =>
        Read<RegisterAgent>("""{"AGENTID":"a","NaMe":"A"}""").ShouldSatisfyAllConditions(
            registration => registration.AgentId.ShouldBe("a"),
            registration => registration.Name.ShouldBe("A"));

    [Fact]
    public void A_capability_may_be_only_its_name()
    {
        foreach (var form in new[] { WireForm.Bus, WireForm.Http })
        {
            var capabilities = JsonSerializer.Deserialize<RegisterAgent>("""{"capabilities":["one",{"name":"two","tags":["t"]},null]}""", form)!.Capabilities;

            capabilities.Count.ShouldBe(3);
            capabilities[0].ShouldBe(new Capability { Name = "one" });
            (capabilities[1].Name, capabilities[1].Tags[0]).ShouldBe(("two", "t"));
            capabilities[2].ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("""{"name":1}""")]
    [InlineData("""{"name":"a","tags":"b"}""")]
    [InlineData("\"\\ud800\"")]
    public void A_capability_that_is_neither_an_object_nor_a_text_cannot_be_read(string json) =>
        Should.Throw<JsonException>(() => Read<Capability>(json));

    [Theory]
    [InlineData("""{"agentId":1}""")]
    [InlineData("""{"sentAt":"yesterday"}""")]
    [InlineData("""{"messageId":"not-a-guid"}""")]
    [InlineData("""{"heartbeatIntervalSeconds":1.5}""")]
    [InlineData("""{"heartbeatIntervalSeconds":99999999999}""")]
    [InlineData("""{"heartbeatIntervalSeconds":null}""")]
    [InlineData("""{"status":2}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"tags":"gpu"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"name":"a" """)]
    public void What_cannot_be_read_is_a_fault_of_JSON_and_nothing_worse(string json)
    {
        Should.Throw<JsonException>(() => Read<RegisterAgent>(json));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RegisterAgent>(
            json.Replace("agentId", "agent_id").Replace("sentAt", "sent_at").Replace("messageId", "message_id").Replace("heartbeatIntervalSeconds", "heartbeat_interval_seconds"),
            WireForm.Http));
    }

    [Fact]
    public void Lists_that_are_null_are_left_to_the_rules() =>
        Rules.Check(Read<RegisterAgent>(
                """{"messageId":"0197a7c0-1111-7222-8333-444455556666","sentAt":"2026-01-31T12:00:00Z","agentId":"a","name":"A","capabilities":null,"tags":null}"""))
            .Select(fault => fault.Field).ShouldBe(["capabilities", "tags"]);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Metadata_reaches_everyone_who_hears_of_the_agent(string metadata)
    {
        var registration = Given.Registration with { Metadata = Given.Json(metadata), Factory = new() { Name = "f", Parameters = Given.Json(metadata) } };

        Rules.Check(registration).ShouldBeEmpty();
        ShouldReachEveryone(registration);
    }

    [Theory]
    [MemberData(nameof(OddDocuments))]
    public void Odd_metadata_is_refused_or_reaches_everyone_who_hears_of_the_agent(string metadata)
    {
        var registration = Given.Registration with { Metadata = Given.Json(metadata), Factory = new() { Name = "f", Parameters = Given.Json(metadata) } };

        if (Rules.Check(registration) is { Count: > 0 } faults)
        {
            faults.Select(fault => fault.Field).ShouldBe(["metadata", "factory.parameters"]);
        }
        else
        {
            ShouldReachEveryone(registration);
        }
    }

    private static void ShouldReachEveryone(RegisterAgent registration)
    {
        // In the feed an agent is one level deeper than it was sent; in an answer of the bus, within its envelope, three.
        var agent = new Agent { Id = registration.AgentId, Metadata = registration.Metadata, Factory = registration.Factory };
        ShouldBeRead(new AgentChanged { Agent = agent }, WireForm.Http);
        ShouldBeRead(new { message = new AgentPage { Agents = [agent] } }, WireForm.Bus);
    }

    private static void ShouldBeRead<T>(T message, JsonSerializerOptions form)
    {
        var text = JsonSerializer.Serialize(message, form);
        JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(text, form), form).ShouldBe(text);
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, WireForm.Bus)!;
}
