using System.Text.Json;
using System.Text.Json.Serialization;
using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

public class WireNumbersTests
{
    private static readonly JsonSerializerOptions Bus = WireNumbers.ReadLeniently(new(JsonSerializerDefaults.Web));

    private static readonly JsonSerializerOptions Http = WireNumbers.ReadLeniently(new(WireJson.Options));

    [Theory]
    [InlineData("850", 850)]
    [InlineData("850.0", 850)]
    [InlineData("8.5e2", 850)]
    [InlineData("85000E-2", 850)]
    [InlineData("-3.0", -3)]
    public void Integer_may_be_written_with_a_fraction_of_zero_or_an_exponent(string text, int number)
    {
        JsonSerializer.Deserialize<ListAgents>($$"""{"limit":{{text}}}""", Http)!.Limit.ShouldBe(number);
        JsonSerializer.Deserialize<Heartbeat>($$"""{"activeTasks":{{text}}}""", Bus)!.ActiveTasks.ShouldBe(number);
        JsonSerializer.Deserialize<ChangeAgentStatus>($$"""{"expectedRevision":{{text}}}""", Bus)!.ExpectedRevision.ShouldBe(number);
    }

    [Theory]
    [InlineData("850.5")]
    [InlineData("1e400")]
    [InlineData("1e300")]
    [InlineData("3000000000")]
    [InlineData("-1e-1")]
    [InlineData("\"850\"")]
    [InlineData("true")]
    [InlineData("[]")]
    public void Other_value_for_an_integer_is_refused_with_its_place(string text)
    {
        var fault = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Heartbeat>($$"""{"active_tasks":{{text}}}""", Http));

        fault.Message.ShouldStartWith("must be a whole number");
        fault.Path.ShouldBe("$.active_tasks");
    }

    [Theory]
    [InlineData("12.345", 12)]
    [InlineData("12.5", 13)]
    [InlineData("0.0004", 0)]
    [InlineData("1.2345e3", 1235)]
    [InlineData("850", 850)]
    [InlineData("123.456789012345678901234567890123456789", 123)]
    public void Fractional_duration_is_rounded(string text, long milliseconds)
    {
        JsonSerializer.Deserialize<ActivityLogged>($$"""{"durationMs":{{text}}}""", Bus)!.DurationMs.ShouldBe(milliseconds);
        JsonSerializer.Deserialize<RecordInvocation>($$"""{"duration_ms":{{text}}}""", Http)!.DurationMs.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e30")]
    [InlineData("\"12\"")]
    public void Duration_beyond_all_limits_is_refused(string text) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ActivityLogged>($$"""{"duration_ms":{{text}}}""", Http))
            .Path.ShouldBe("$.duration_ms");

    [Fact]
    public void Null_and_absent_numbers_stay_absent()
    {
        JsonSerializer.Deserialize<ActivityLogged>("""{"durationMs":null}""", Bus)!.DurationMs.ShouldBeNull();
        JsonSerializer.Deserialize<Heartbeat>("{}", Bus)!.ActiveTasks.ShouldBeNull();
    }

    [Fact]
    public void Numbers_are_written_as_before_and_twice_configured_is_once()
    {
        var message = new ActivityLogged { DurationMs = 1234 };

        JsonSerializer.Serialize(message, WireNumbers.ReadLeniently(Http)).ShouldBe(JsonSerializer.Serialize(message, WireJson.Options));
        JsonSerializer.Serialize(message, Bus).ShouldBe(JsonSerializer.Serialize(message, WireForm.Bus));
        JsonSerializer.Serialize(new ActivityLogged(), Bus).ShouldBe(JsonSerializer.Serialize(new ActivityLogged(), WireForm.Bus));
    }

    [Fact]
    public void Numbers_in_text_are_read_where_the_options_allow_it() =>
        JsonSerializer.Deserialize<Heartbeat>(
            """{"activeTasks":"5"}""",
            WireNumbers.ReadLeniently(new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString }))!.ActiveTasks.ShouldBe(5);
}
