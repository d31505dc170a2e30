using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>What sessions do not take, and from whom: a problem that says why, and nothing stored.</summary>
public abstract class SessionBadInputSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;
    private readonly SessionClient _sessions = new(system.Api);

    [Theory]
    [InlineData("POST", "", """{}""", 400, "user_id")]
    [InlineData("POST", "", """{"user_id":"a","session_id":"has space"}""", 400, "session_id")]
    [InlineData("POST", "", """{"user_id":"a","session_id":"analysis"}""", 400, "session_id")]
    [InlineData("POST", "", """{"user_id":"a","metadata":[1]}""", 400, "metadata")]
    [InlineData("POST", "", "{", 400, null)]
    [InlineData("POST", "/{id}/messages", """{"role":"robot","content":"x"}""", 400, "role")]
    [InlineData("POST", "/{id}/messages", """{"content":"x"}""", 400, "role")]
    [InlineData("POST", "/{id}/messages", """{"role":"user"}""", 400, "content")]
    [InlineData("POST", "/{id}/messages", """{"messages":[]}""", 400, "messages")]
    [InlineData("POST", "/{id}/messages", """{"messages":[null]}""", 400, "messages[0]")]
    [InlineData("POST", "/{id}/messages", """{"messages":[{"role":"user","content":"a"},{"role":"user","content":"\u0000"}]}""", 400, "messages[1].content")]
    [InlineData("POST", "/{id}/invocations", """{"agent_id":"a b","query":"q"}""", 400, "agent_id")]
    [InlineData("POST", "/{id}/invocations", """{"agent_id":"a","query":"q"}""", 400, "success")]
    [InlineData("POST", "/{id}/invocations", """{"agent_id":"a","query":"q","success":true,"duration_ms":-1}""", 400, "duration_ms")]
    [InlineData("PUT", "/{id}/status", """{"status":"paused"}""", 400, "status")]
    [InlineData("PUT", "/{id}/status", """{}""", 400, "status")]
    [InlineData("GET", "?limit=0", null, 400, "limit")]
    [InlineData("GET", "?status=paused", null, 400, "status")]
    [InlineData("GET", "?from=yesterday", null, 400, "from")]
    [InlineData("GET", "?from=2026-02-01&to=2026-01-01", null, 400, "to")]
    [InlineData("GET", "?cursor=abc", null, 400, "cursor")]
    [InlineData("GET", "?agent=a%20b", null, 400, "agent")]
    [InlineData("GET", "/analysis?to=never", null, 400, "to")]
    [InlineData("GET", "/{id}/messages?after=-1", null, 400, "after")]
    [InlineData("GET", "/{id}/messages?limit=1001", null, 400, "limit")]
    [InlineData("GET", "/{id}/invocations?after=x", null, 400, "after")]
    [InlineData("GET", "/{id}/export?format=xml", null, 400, "format")]
    [InlineData("GET", "/has%20space", null, 400, "id")]
    [InlineData("GET", "/nobodys", null, 404, null)]
    [InlineData("GET", "/nobodys/messages", null, 404, null)]
    [InlineData("GET", "/nobodys/context", null, 404, null)]
    [InlineData("POST", "/nobodys/messages", """{"role":"user","content":"x"}""", 404, null)]
    [InlineData("POST", "/nobodys/invocations", """{"agent_id":"a","query":"q","success":true}""", 404, null)]
    [InlineData("PUT", "/nobodys/status", """{"status":"completed"}""", 404, null)]
    [InlineData("DELETE", "/nobodys", null, 404, null)]
    public async Task Invalid_input_gets_problem_details_and_stores_nothing(string method, string path, string? body, int status, string? field)
    {
        var id = await _sessions.CreateAsync("alice");
        var before = (await _sessions.GetAsync($"/api/v1/sessions/{id}")).Text;

        var answer = await _sessions.SendAsync(method, "/api/v1/sessions" + path.Replace("{id}", id, StringComparison.Ordinal), body);

        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
        if (field is not null)
        {
            answer.Faults.ShouldContain(field, answer.Text);
        }

        (await _sessions.GetAsync($"/api/v1/sessions/{id}")).Text.ShouldBe(before);
        (await _sessions.IdsAsync("")).ShouldBe([id]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a%b")]
    [InlineData("a b")]
    public async Task Invalid_workspace_is_reported(string workspace)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/api/v1/sessions", null, ("X-Workspace", workspace));
        (answer.Status, answer.Faults[0]).ShouldBe((400, "X-Workspace"));
    }

    [Fact]
    public async Task Disallowed_transition_is_a_conflict()
    {
        var id = await _sessions.CreateAsync("alice");
        (await _sessions.SendAsync("POST", "/api/v1/sessions", new { session_id = id, user_id = "alice" })).Type().ShouldBe((409, "session_taken"));
        (await _sessions.SendAsync("PUT", $"/api/v1/sessions/{id}/status", new { status = "completed" })).Status.ShouldBe(200);

        (await _sessions.SendAsync("PUT", $"/api/v1/sessions/{id}/status", new { status = "active" })).Type().ShouldBe((409, "session_status"));
        (await _sessions.SayAsync(id, new { role = "user", content = "too late" })).Type().ShouldBe((409, "session_status"));
        (await _sessions.CallAsync(id, "tickets", "q", "r")).Type().ShouldBe((409, "session_status"));
        (await _sessions.GetAsync($"/api/v1/sessions/{id}"))["conversation_history"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1 << 20, 200)]
    [InlineData((1 << 20) + 1, 400)]
    public async Task A_message_may_hold_a_mebibyte(int bytes, int status)
    {
        var id = await _sessions.CreateAsync("alice");
        (await _sessions.SayAsync(id, new { role = "assistant", content = new string('x', bytes) })).Status.ShouldBe(status);
        (await _sessions.GetAsync($"/api/v1/sessions/{id}"))["message_count"].AsInt().ShouldBe(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task Session_is_limited_in_size()
    {
        var id = await _sessions.CreateAsync("alice");
        var megabyte = new string('x', 1 << 20);
        for (var i = 0; i < 5; i++)
        {
            (await _sessions.SayAsync(id, new { messages = Enumerable.Repeat(new { role = "user", content = megabyte }, 3) })).Status.ShouldBe(200);
        }

        (await _sessions.SayAsync(id, new { messages = Enumerable.Repeat(new { role = "user", content = megabyte }, 3) })).Type().ShouldBe((409, "session_full"));
        var whole = await _sessions.GetAsync($"/api/v1/sessions/{id}");
        whole["conversation_history"]!.AsArray().Count.ShouldBe(15);
    }

    [Fact]
    public async Task Session_is_invisible_over_HTTP_to_other_workspaces()
    {
        var id = await _sessions.CreateAsync("alice");
        await _sessions.SayAsync(id, new { role = "user", content = "ours alone" });
        await _sessions.CallAsync(id, "tickets", "q", "r");
        var before = (await _sessions.GetAsync($"/api/v1/sessions/{id}")).Text;
        (string Method, string Path, object? Body)[] attempts =
        [
            ("GET", $"/api/v1/sessions/{id}", null),
            ("GET", $"/api/v1/sessions/{id}/messages", null),
            ("GET", $"/api/v1/sessions/{id}/invocations", null),
            ("GET", $"/api/v1/sessions/{id}/context", null),
            ("GET", $"/api/v1/sessions/{id}/export?format=jsonl", null),
            ("POST", $"/api/v1/sessions/{id}/messages", new { role = "user", content = "intruder" }),
            ("POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = "a", query = "q", success = true }),
            ("PUT", $"/api/v1/sessions/{id}/status", new { status = "completed" }),
            ("DELETE", $"/api/v1/sessions/{id}", null),
            ("GET", $"/sessions/{id}", null),
            ("POST", $"/sessions/{id}/history", new { role = "user", content = "intruder" }),
            ("POST", $"/sessions/{id}/invocations", new { agent_name = "a", query = "q", success = true }),
            ("PATCH", $"/sessions/{id}/status", new { status = "completed" }),
            ("DELETE", $"/sessions/{id}", null),
        ];
        foreach (var (method, path, body) in attempts)
        {
            // Another one, and the default one.
            foreach (var headers in new[] { [("X-Workspace", _sessions.Workspace + "-2")], Array.Empty<(string, string)>() })
            {
                var answer = await _api.SendAsync(new HttpMethod(method), path, body, headers);
                answer.Status.ShouldBe(404, $"{method} {path}: {answer.Text}");
                answer.Text.ShouldNotContain("ours alone");
            }
        }

        var other = ("X-Workspace", _sessions.Workspace + "-2");
        (await _api.SendAsync(HttpMethod.Get, "/api/v1/sessions", null, other))["sessions"]!.AsArray().ShouldBeEmpty();
        (await _api.SendAsync(HttpMethod.Get, "/api/v1/sessions/analysis", null, other))["sessions"].AsInt().ShouldBe(0);
        (await _api.SendAsync(HttpMethod.Post, "/api/v1/sessions", new { session_id = id, user_id = "bob" }, other)).Status.ShouldBe(201);
        (await _sessions.GetAsync($"/api/v1/sessions/{id}")).Text.ShouldBe(before);
    }
}
