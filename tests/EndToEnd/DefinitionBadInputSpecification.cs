using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>What definitions do not take, and from whom: a problem that says why, and nothing stored.</summary>
public abstract class DefinitionBadInputSpecification(ISystem system)
{
    private const string Reviewer = "/reviewer";

    private readonly ApiClient _api = system.Api;
    private readonly DefinitionClient _definitions = new(system.Api);

    [Theory]
    [InlineData("PUT", Reviewer, "{", 400, null)]
    [InlineData("PUT", Reviewer, "{}", 400, "content")]
    [InlineData("PUT", Reviewer, """{"content":[]}""", 400, "content")]
    [InlineData("PUT", Reviewer, """{"content":{}}""", 400, "content.name")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n","capabilities":[{"name":""}]}}""", 400, "content.capabilities[0].name")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n","configuration_schema":[]}}""", 400, "content.configuration_schema")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n","configuration_schema":{"properties":{"maxItems":{"type":"text"}}}}}""", 400, "content.configuration_schema/properties/maxItems/type")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n","configuration_schema":{"$ref":"http://127.0.0.1:1/schema"}}}""", 400, "content.configuration_schema/$ref")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n","configuration_schema":{"pattern":"(?=a)b"}}}""", 400, "content.configuration_schema/pattern")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n","configuration_schema":{"required":["maxItems"]},"default_configuration":{}}}""", 400, "content.default_configuration/maxItems")]
    [InlineData("PUT", Reviewer, """{"content":{"name":"n"},"expected_version":-1}""", 400, "expected_version")]
    [InlineData("PUT", "/has%20space", """{"content":{"name":"n"}}""", 400, "slug")]
    [InlineData("POST", Reviewer + "/restore", "{}", 400, "to_version")]
    [InlineData("POST", Reviewer + "/restore", """{"to_version":0}""", 400, "to_version")]
    [InlineData("POST", Reviewer + "/restore", """{"to_version":2}""", 409, null)]
    [InlineData("POST", Reviewer + "/restore", """{"to_version":3}""", 404, null)]
    [InlineData("POST", Reviewer + "/restore", """{"to_version":"nowhere"}""", 404, null)]
    [InlineData("POST", "/nothing/restore", """{"to_version":1}""", 404, null)]
    [InlineData("PUT", Reviewer + "/enabled", "{}", 400, "enabled")]
    [InlineData("PUT", Reviewer + "/enabled", """{"enabled":"no"}""", 400, "enabled")]
    [InlineData("PUT", "/nothing/enabled", """{"enabled":true}""", 404, null)]
    [InlineData("PUT", Reviewer + "/labels/latest", "{}", 400, "label")]
    [InlineData("PUT", Reviewer + "/labels/7", "{}", 400, "label")]
    [InlineData("PUT", Reviewer + "/labels/late", """{"version":3}""", 404, null)]
    [InlineData("PUT", Reviewer + "/labels/late", """{"version":true}""", 400, "version")]
    [InlineData("DELETE", Reviewer + "/labels/latest", null, 400, "label")]
    [InlineData("DELETE", Reviewer + "/labels/nowhere", null, 404, null)]
    [InlineData("DELETE", "/nothing", null, 404, null)]
    [InlineData("GET", "/nothing", null, 404, null)]
    [InlineData("GET", Reviewer + "?version=3", null, 404, null)]
    [InlineData("GET", Reviewer + "?version=0", null, 400, "version")]
    [InlineData("GET", Reviewer + "?version=a%20b", null, 400, "version")]
    [InlineData("GET", "/nothing/versions", null, 404, null)]
    [InlineData("GET", Reviewer + "/versions?limit=0", null, 400, "limit")]
    [InlineData("GET", Reviewer + "/versions?before=x", null, 400, "before")]
    [InlineData("GET", Reviewer + "/diff", null, 400, "from")]
    [InlineData("GET", Reviewer + "/diff?from=3", null, 404, null)]
    [InlineData("GET", Reviewer + "/diff?from=1&to=nowhere", null, 404, null)]
    [InlineData("GET", "?limit=1001", null, 400, "limit")]
    [InlineData("GET", "?cursor=%3F", null, 400, "cursor")]
    [InlineData("GET", "?enabled=maybe", null, 400, "enabled")]
    public async Task Invalid_input_gets_problem_details_and_stores_nothing(string method, string path, string? body, int status, string? field)
    {
        await FillAsync();
        var before = await _definitions.AllAsync();

        var answer = await _definitions.SendAsync(method, "/api/v1/definitions" + path, body);

        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
        if (field is not null)
        {
            answer.Faults.ShouldContain(field, answer.Text);
        }

        (await _definitions.AllAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a%b")]
    [InlineData("a b")]
    public async Task Invalid_workspace_is_reported(string workspace)
    {
        (string Method, string Path, object? Body)[] routes =
        [
            ("GET", "", null), ("GET", Reviewer, null), ("GET", $"{Reviewer}/versions", null), ("GET", $"{Reviewer}/diff?from=1", null),
            ("PUT", Reviewer, new { content = new { name = "intruder" } }), ("POST", $"{Reviewer}/restore", new { to_version = 1 }),
            ("PUT", $"{Reviewer}/enabled", new { enabled = false }), ("PUT", $"{Reviewer}/labels/mine", new { version = 1 }),
            ("DELETE", $"{Reviewer}/labels/stable", null), ("DELETE", Reviewer, null),
        ];
        foreach (var (method, path, body) in routes)
        {
            var answer = await _api.SendAsync(new HttpMethod(method), "/api/v1/definitions" + path, body, ("X-Workspace", workspace));
            (answer.Status, answer.Faults[0]).ShouldBe((400, "X-Workspace"), $"{method} {path}");
        }
    }

    [Theory]
    [InlineData((64 << 10) - 15, 201)]
    [InlineData((64 << 10) - 14, 400)]
    [InlineData(5 << 20, 413)]
    public async Task A_schema_may_be_of_64_KiB(int characters, int status)
    {
        var body = $$$$"""{"content":{"name":"n","configuration_schema":{"$comment":"{{{{new string('x', characters)}}}}"}}}""";
        (await _definitions.SendAsync("PUT", "/api/v1/definitions" + Reviewer, body)).Status.ShouldBe(status);
        (await _definitions.GetAsync("reviewer")).Status.ShouldBe(status == 201 ? 200 : 404);
    }

    private async Task FillAsync()
    {
        await _definitions.SaveAsync("reviewer", new { name = "one" });
        await _definitions.SaveAsync("reviewer", new { name = "two" });
        (await _definitions.SendAsync("PUT", $"{DefinitionClient.Path("reviewer")}/labels/stable", new { version = 1 })).Status.ShouldBe(200);
    }
}
