using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>What contexts do not take, and from whom: a problem that says why, and nothing stored.</summary>
public abstract class ContextBadInputSpecification(ISystem system)
{
    private const string Plan = "/coder/plan";

    private readonly ApiClient _api = system.Api;
    private readonly ContextClient _contexts = new(system.Api);

    [Theory]
    [InlineData("PUT", Plan, "{", 400, null)]
    [InlineData("PUT", Plan, "no JSON", 400, null)]
    [InlineData("PUT", Plan, "{}", 400, "data")]
    [InlineData("PUT", Plan, """{"data":null}""", 400, "data")]
    [InlineData("PUT", Plan, """{"data":[1]}""", 400, "data")]
    [InlineData("PUT", Plan, """{"data":"text"}""", 400, "data")]
    [InlineData("PUT", Plan, """{"data":{"a":"\u0000"}}""", 400, "data")]
    [InlineData("PUT", Plan, """{"data":{},"expected_version":-1}""", 400, "expected_version")]
    [InlineData("PUT", Plan, """{"data":{},"created_by":"two\nlines"}""", 400, "created_by")]
    [InlineData("PUT", "/has%20space/plan", """{"data":{}}""", 400, "agent")]
    [InlineData("PUT", "/coder/has%20space", """{"data":{}}""", 400, "name")]
    [InlineData("POST", Plan + "/rollback", "{}", 400, "to_version")]
    [InlineData("POST", Plan + "/rollback", """{"to_version":1,"to_checkpoint":"approved"}""", 400, "to_version")]
    [InlineData("POST", Plan + "/rollback", """{"to_version":0}""", 400, "to_version")]
    [InlineData("POST", Plan + "/rollback", """{"to_version":2}""", 409, null)]
    [InlineData("POST", Plan + "/rollback", """{"to_version":3}""", 404, null)]
    [InlineData("POST", Plan + "/rollback", """{"to_checkpoint":"nowhere"}""", 404, null)]
    [InlineData("POST", "/coder/nothing/rollback", """{"to_version":1}""", 404, null)]
    [InlineData("PUT", Plan + "/checkpoints/has%20space", "{}", 400, "checkpoint")]
    [InlineData("PUT", Plan + "/checkpoints/late", """{"version":3}""", 404, null)]
    [InlineData("PUT", Plan + "/checkpoints/late", """{"version":"one"}""", 400, "version")]
    [InlineData("PUT", "/coder/nothing/checkpoints/late", "{}", 404, null)]
    [InlineData("DELETE", Plan + "/checkpoints/nowhere", null, 404, null)]
    [InlineData("DELETE", "/coder/nothing", null, 404, null)]
    [InlineData("GET", "/coder/nothing", null, 404, null)]
    [InlineData("GET", Plan + "?version=3", null, 404, null)]
    [InlineData("GET", Plan + "?version=0", null, 400, "version")]
    [InlineData("GET", Plan + "?version=x", null, 400, "version")]
    [InlineData("GET", Plan + "?checkpoint=nowhere", null, 404, null)]
    [InlineData("GET", Plan + "?version=1&checkpoint=approved", null, 400, "checkpoint")]
    [InlineData("GET", "/coder/nothing/versions", null, 404, null)]
    [InlineData("GET", Plan + "/versions?limit=0", null, 400, "limit")]
    [InlineData("GET", Plan + "/versions?before=x", null, 400, "before")]
    [InlineData("GET", Plan + "/diff", null, 400, "from")]
    [InlineData("GET", Plan + "/diff?from=x", null, 400, "from")]
    [InlineData("GET", Plan + "/diff?from=1&to=0", null, 400, "to")]
    [InlineData("GET", Plan + "/diff?from=3", null, 404, null)]
    [InlineData("GET", Plan + "/diff?from=1&to=3", null, 404, null)]
    [InlineData("GET", "/coder/nothing/diff?from=1", null, 404, null)]
    [InlineData("GET", "?limit=1001", null, 400, "limit")]
    [InlineData("GET", "?cursor=abc", null, 400, "cursor")]
    [InlineData("GET", "?agent=a%20b", null, 400, "agent")]
    public async Task Invalid_input_gets_problem_details_and_stores_nothing(string method, string path, string? body, int status, string? field)
    {
        await FillAsync();
        var before = await _contexts.AllAsync();

        var answer = await _contexts.SendAsync(method, "/api/v1/contexts" + path, body);

        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
        if (field is not null)
        {
            answer.Faults.ShouldContain(field, answer.Text);
        }

        (await _contexts.AllAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("If-Match", "2")]
    [InlineData("If-Match", "*")]
    [InlineData("If-Match", "\"9999999999\"")]
    [InlineData("If-None-Match", "\"2\"")]
    public async Task Invalid_version_header_is_reported(string header, string value)
    {
        await FillAsync();
        (await _contexts.SendAsync("PUT", "/api/v1/contexts" + Plan, new { data = new { } }, (header, value))).Faults.ShouldBe([header]);
        (await _contexts.SendAsync("PUT", "/api/v1/contexts" + Plan, new { data = new { }, expected_version = 1 }, ("If-Match", "\"2\""))).Faults.ShouldBe(["expected_version"]);
        (await _contexts.VersionsAsync("plan")).ShouldBe([2, 1]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a%b")]
    [InlineData("a b")]
    public async Task Invalid_workspace_is_reported(string workspace)
    {
        foreach (var (method, path, body) in EveryRoute())
        {
            var answer = await _api.SendAsync(new HttpMethod(method), path, body, ("X-Workspace", workspace));
            (answer.Status, answer.Faults[0]).ShouldBe((400, "X-Workspace"), $"{method} {path}");
        }
    }

    [Fact]
    public async Task A_rollback_to_the_current_version_is_refused_and_says_that_it_failed()
    {
        await FillAsync();
        var answer = await _contexts.RollbackAsync("plan", new { to_version = 2 });
        (answer.Type(), answer["current_version"].AsInt(), (string?)answer["rollback_state"]).ShouldBe(((409, "context_current"), 2, "failed"));
        ((string?)(await _contexts.RollbackAsync("plan", new { to_version = 9 }))["rollback_state"]).ShouldBe("failed");
        (await _contexts.GetAsync("plan"))["rollback_state"].ShouldBeNull();
    }

    [Theory]
    [InlineData((1 << 20) - 8, 201)]
    [InlineData((1 << 20) - 7, 400)]
    public async Task Data_may_be_a_mebibyte(int characters, int status)
    {
        var answer = await _contexts.SendAsync("PUT", "/api/v1/contexts" + Plan, $$$"""{"data":{"k":"{{{new string('x', characters)}}}"}}""");
        answer.Status.ShouldBe(status);
        (await _contexts.GetAsync("plan")).Status.ShouldBe(status == 201 ? 200 : 404);
    }

    [Fact]
    public async Task Data_that_grow_on_their_way_over_the_bus_are_taken_and_given_back_as_they_were()
    {
        // Indented, as the bus does it, and escaped, each of these would pass the limit by far.
        var data = $$$"""{"numbers":[{{{string.Join(',', Enumerable.Repeat("1.50", 100_000))}}}],"texts":"{{{string.Concat(Enumerable.Repeat("测🐢", 60_000))}}}"}""";

        (await _contexts.SendAsync("PUT", "/api/v1/contexts" + Plan, $$$"""{"data":{{{data}}}}""")).Status.ShouldBe(201);

        JsonNode.DeepEquals((await _contexts.GetAsync("plan"))["data"], JsonNode.Parse(data)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_context_has_no_more_checkpoints_than_it_may()
    {
        await FillAsync();
        for (var i = 0; i < 99; i++)
        {
            (await _contexts.SendAsync("PUT", $"/api/v1/contexts{Plan}/checkpoints/c{i}", new { })).Status.ShouldBe(200);
        }

        (await _contexts.SendAsync("PUT", $"/api/v1/contexts{Plan}/checkpoints/one-too-many", new { })).Type().ShouldBe((409, "context_full"));
        (await _contexts.SendAsync("PUT", $"/api/v1/contexts{Plan}/checkpoints/c7", new { version = 1 })).Status.ShouldBe(200);
    }

    private static (string Method, string Path, object? Body)[] EveryRoute() =>
    [
        ("GET", "/api/v1/contexts?agent=coder", null),
        ("GET", "/api/v1/contexts/coder/plan", null),
        ("GET", "/api/v1/contexts/coder/plan?version=1", null),
        ("GET", "/api/v1/contexts/coder/plan?checkpoint=approved", null),
        ("GET", "/api/v1/contexts/coder/plan/versions", null),
        ("GET", "/api/v1/contexts/coder/plan/diff?from=1&to=2", null),
        ("PUT", "/api/v1/contexts/coder/plan", new { data = new { said = "intruder" } }),
        ("POST", "/api/v1/contexts/coder/plan/rollback", new { to_version = 1 }),
        ("PUT", "/api/v1/contexts/coder/plan/checkpoints/mine", new { version = 1 }),
        ("DELETE", "/api/v1/contexts/coder/plan/checkpoints/approved", null),
        ("DELETE", "/api/v1/contexts/coder/plan", null),
    ];

    private async Task FillAsync()
    {
        await _contexts.WriteAsync("plan", new { said = "ours alone" });
        await _contexts.WriteAsync("plan", new { said = "ours alone still" });
        (await _contexts.SendAsync("PUT", $"{ContextClient.Path("plan")}/checkpoints/approved", new { version = 1 })).Status.ShouldBe(200);
    }
}
