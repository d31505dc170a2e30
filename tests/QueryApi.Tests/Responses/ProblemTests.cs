using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.QueryApi.Responses.Tests;

public class ProblemTests
{
    public static TheoryData<Type> EveryRefusal => [.. Refusals.All];

    [Theory]
    [MemberData(nameof(EveryRefusal))]
    public void Every_refusal_is_a_client_error(Type refusal)
    {
        var message = refusal == typeof(RequestRejected)
            ? new RequestRejected { Faults = [new Fault("name", "is required")] }
            : Activator.CreateInstance(refusal)!;
        Problem.Of(message).Status.ShouldBeInRange(400, 499);
    }

    [Theory]
    [InlineData("agentId", "id")]
    [InlineData("capabilities[3].costEstimate", "capabilities[3].cost_estimate")]
    [InlineData("configuration/some/Name", "configuration/some/Name")]
    [InlineData("X-Workspace", "X-Workspace")]
    [InlineData("filter.agentId", "id")]
    public void Field_is_named_as_in_the_request(string message, string request) => new FieldNames("filter.", ("agentId", "id")).OfRequest(message).ShouldBe(request);

    [Fact]
    public void Detail_says_the_first_fault() => Problem.Invalid([new("a", "is required"), new("b", "is required")]).Details.Detail
        .ShouldBe("a: is required. 'errors' has 1 more. Nothing was done.");
}
