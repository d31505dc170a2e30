using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Sessions as an orchestrator uses them over HTTP.</summary>
public abstract class SessionSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;
    private readonly string _workspace = $"workspace-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_session_is_created_filled_read_whole_and_in_pages_completed_and_deleted()
    {
        var id = await CreateAsync("alice");
        (await SayAsync(id, new { role = "user", content = "show my tickets", metadata = new { channel = "web" } }))["message_count"].AsInt().ShouldBe(1);
        var many = await SayAsync(id, new { messages = new object[] { new { role = "system", content = "be brief" }, new { role = "assistant", content = "3 are open 🎫" } } });
        (many["added"].AsInt(), many["message_count"].AsInt()).ShouldBe((2, 3));
        (await CallAsync(id, "tickets", "show my tickets", "3 are open"))["invocation_count"].AsInt().ShouldBe(1);

        var whole = await GetAsync($"/api/v1/sessions/{id}");
        whole.Status.ShouldBe(200, whole.Text);
        whole["conversation_history"]!.AsArray().Select(message => (message!["sequence"].AsInt(), (string?)message["role"], (string?)message["content"])).ShouldBe(
            [(1, "user", "show my tickets"), (2, "system", "be brief"), (3, "assistant", "3 are open 🎫")]);
        ((string?)whole["agents_invoked"]![0]!["agent_id"]).ShouldBe("tickets");
        ((string?)whole["context"]!["last_response"]).ShouldBe("3 are open");
        ((string?)whole["user_id"], (string?)whole["status"], (string?)whole["workspace"]).ShouldBe(("alice", "active", _workspace));

        var page = await GetAsync($"/api/v1/sessions/{id}/messages?limit=2");
        (page["messages"]!.AsArray().Count, page["total"].AsInt(), page["next_after"].AsInt()).ShouldBe((2, 3, 2));
        var rest = await GetAsync($"/api/v1/sessions/{id}/messages?limit=2&after=2");
        (rest["messages"]!.AsArray().Count, rest["next_after"]).ShouldBe((1, null));
        (await GetAsync($"/api/v1/sessions/{id}/invocations"))["invocations"]!.AsArray().Count.ShouldBe(1);

        var completed = await SendAsync("PUT", $"/api/v1/sessions/{id}/status", new { status = "completed" });
        ((string?)completed["outcome"], (string?)completed["status"]).ShouldBe(("updated", "completed"));
        var deleted = await SendAsync("DELETE", $"/api/v1/sessions/{id}");
        ((string?)deleted["outcome"]).ShouldBe("deleted");
        (await GetAsync($"/api/v1/sessions/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_context_is_that_of_the_last_invocation()
    {
        var id = await CreateAsync("alice");
        (await GetAsync($"/api/v1/sessions/{id}/context"))["last_agent_id"].ShouldBeNull();
        await CallAsync(id, "tickets", "show my tickets", "3 are open");
        await CallAsync(id, "search", "find more", "none");

        var context = await GetAsync($"/api/v1/sessions/{id}/context");

        ((string?)context["last_agent_id"], (string?)context["last_query"], (string?)context["last_response"]).ShouldBe(("search", "find more", "none"));
        ((string?)(await GetAsync($"/api/v1/sessions/{id}"))["last_agent_id"]).ShouldBe("search");
    }

    [Fact]
    public async Task What_is_sent_again_has_no_second_effect()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var created = await SendAsync("POST", "/api/v1/sessions", new { user_id = "alice" }, key);
        created.Status.ShouldBe(201, created.Text);
        var again = await SendAsync("POST", "/api/v1/sessions", new { user_id = "alice" }, key);
        (again.Status, (string?)again["session_id"], (string?)again["outcome"]).ShouldBe((200, (string?)created["session_id"], "unchanged"));
        var id = (string)created["session_id"]!;
        var message = new { id = Guid.NewGuid(), role = "user", content = "once" };

        (await SayAsync(id, message))["added"].AsInt().ShouldBe(1);
        (await SayAsync(id, message))["added"].AsInt().ShouldBe(0);
        for (var i = 0; i < 2; i++)
        {
            (await SendAsync("POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = "a", query = "q", success = true }, key)).Status.ShouldBe(200);
        }

        var whole = await GetAsync($"/api/v1/sessions/{id}");
        (whole["message_count"].AsInt(), whole["invocation_count"].AsInt()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing_and_each_keeps_its_order()
    {
        var id = await CreateAsync("crowd");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                (await SayAsync(id, new { role = "user", content = $"{writer}:{i}" })).Status.ShouldBe(200);
            }
        }));

        var messages = (await GetAsync($"/api/v1/sessions/{id}"))["conversation_history"]!.AsArray();
        messages.Select(message => (int)message!["sequence"]!).ShouldBe(Enumerable.Range(1, 80));
        messages.Select(message => ((string)message!["content"]!).Split(':')).GroupBy(parts => parts[0], parts => int.Parse(parts[1]))
            .ShouldAllBe(writer => writer.SequenceEqual(Enumerable.Range(0, 10)));
    }

    [Fact]
    public async Task Sessions_are_found_by_user_status_agent_and_time_and_their_pages_have_each_once()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await CreateAsync(i == 0 ? "bob" : "alice"));
        }

        await CallAsync(ids[1], "tickets", "q", "r");
        await SendAsync("PUT", $"/api/v1/sessions/{ids[2]}/status", new { status = "completed" });

        (await IdsAsync("user=alice")).ShouldBe([ids[4], ids[3], ids[2], ids[1]]);
        (await IdsAsync("user=alice&limit=3")).ShouldBe([ids[4], ids[3], ids[2], ids[1]]);
        (await IdsAsync("status=completed")).ShouldBe([ids[2]]);
        (await IdsAsync("agent=tickets")).ShouldBe([ids[1]]);
        (await IdsAsync("agent=tickets&user=bob")).ShouldBeEmpty();
        (await IdsAsync("from=2000-01-01&to=2000-01-02")).ShouldBeEmpty();
        (await IdsAsync("from=2000-01-01T00:00:00Z")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Sessions_are_exported_and_analysed()
    {
        var id = await CreateAsync("alice");
        await SayAsync(id, new { role = "user", content = "line 1\nline 2" });
        await CallAsync(id, "tickets", "q", "r");
        await SendAsync("POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = "tickets", query = "q", success = false, error = "no", duration_ms = 300 });

        var json = await GetAsync($"/api/v1/sessions/{id}/export?format=json");
        json["conversation_history"]!.AsArray().Count.ShouldBe(1);
        var lines = (await GetAsync($"/api/v1/sessions/{id}/export?format=jsonl")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => (string?)line["type"]).ShouldBe(["session", "message", "invocation", "invocation"]);
        ((string?)lines[0]["session"]!["session_id"]).ShouldBe(id);
        lines[0]["session"]!["conversation_history"].ShouldBeNull();
        ((string?)lines[1]["message"]!["content"]).ShouldBe("line 1\nline 2");

        var analysis = await GetAsync("/api/v1/sessions/analysis?user=alice");
        (analysis["sessions"].AsInt(), analysis["messages"].AsInt(), analysis["invocations"].AsInt()).ShouldBe((1, 1, 2));
        var agent = analysis["agents"]![0]!;
        ((string?)agent["agent_id"], (double?)agent["success_rate"], (double?)agent["avg_duration_ms"]).ShouldBe(("tickets", 0.5, 200.0));
        (await GetAsync("/api/v1/sessions/analysis?to=2000-01-01"))["sessions"].AsInt().ShouldBe(0);
    }

    [Fact]
    public async Task One_workspace_never_sees_anothers_session()
    {
        var id = await CreateAsync("alice");
        await SayAsync(id, new { role = "user", content = "ours alone" });
        await CallAsync(id, "tickets", "q", "r");
        var before = (await GetAsync($"/api/v1/sessions/{id}")).Text;
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
            foreach (var headers in new[] { [("X-Workspace", _workspace + "-2")], Array.Empty<(string, string)>() })
            {
                var answer = await _api.SendAsync(new HttpMethod(method), path, body, headers);
                answer.Status.ShouldBe(404, $"{method} {path}: {answer.Text}");
                answer.Text.ShouldNotContain("ours alone");
            }
        }

        var other = ("X-Workspace", _workspace + "-2");
        (await _api.SendAsync(HttpMethod.Get, "/api/v1/sessions", null, other))["sessions"]!.AsArray().ShouldBeEmpty();
        (await _api.SendAsync(HttpMethod.Get, "/api/v1/sessions/analysis", null, other))["sessions"].AsInt().ShouldBe(0);
        (await _api.SendAsync(HttpMethod.Post, "/api/v1/sessions", new { session_id = id, user_id = "bob" }, other)).Status.ShouldBe(201);
        (await GetAsync($"/api/v1/sessions/{id}")).Text.ShouldBe(before);
    }

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
    public async Task Bad_input_gets_a_problem_that_names_it_and_stores_nothing(string method, string path, string? body, int status, string? field)
    {
        var id = await CreateAsync("alice");
        var before = (await GetAsync($"/api/v1/sessions/{id}")).Text;

        var answer = await SendAsync(method, "/api/v1/sessions" + path.Replace("{id}", id, StringComparison.Ordinal), body);

        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
        if (field is not null)
        {
            answer.Faults.ShouldContain(field, answer.Text);
        }

        (await GetAsync($"/api/v1/sessions/{id}")).Text.ShouldBe(before);
        (await IdsAsync("")).ShouldBe([id]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a%b")]
    [InlineData("a b")]
    public async Task A_workspace_that_is_none_is_named(string workspace)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/api/v1/sessions", null, ("X-Workspace", workspace));
        (answer.Status, answer.Faults[0]).ShouldBe((400, "X-Workspace"));
    }

    [Fact]
    public async Task What_cannot_follow_is_a_conflict()
    {
        var id = await CreateAsync("alice");
        (await SendAsync("POST", "/api/v1/sessions", new { session_id = id, user_id = "alice" })).Type().ShouldBe((409, "session_taken"));
        (await SendAsync("PUT", $"/api/v1/sessions/{id}/status", new { status = "completed" })).Status.ShouldBe(200);

        (await SendAsync("PUT", $"/api/v1/sessions/{id}/status", new { status = "active" })).Type().ShouldBe((409, "session_status"));
        (await SayAsync(id, new { role = "user", content = "too late" })).Type().ShouldBe((409, "session_status"));
        (await CallAsync(id, "tickets", "q", "r")).Type().ShouldBe((409, "session_status"));
        (await GetAsync($"/api/v1/sessions/{id}"))["conversation_history"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1 << 20, 200)]
    [InlineData((1 << 20) + 1, 400)]
    public async Task A_message_may_hold_a_mebibyte(int bytes, int status)
    {
        var id = await CreateAsync("alice");
        (await SayAsync(id, new { role = "assistant", content = new string('x', bytes) })).Status.ShouldBe(status);
        (await GetAsync($"/api/v1/sessions/{id}"))["message_count"].AsInt().ShouldBe(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task A_session_holds_no_more_than_it_may()
    {
        var id = await CreateAsync("alice");
        var megabyte = new string('x', 1 << 20);
        for (var i = 0; i < 5; i++)
        {
            (await SayAsync(id, new { messages = Enumerable.Repeat(new { role = "user", content = megabyte }, 3) })).Status.ShouldBe(200);
        }

        (await SayAsync(id, new { messages = Enumerable.Repeat(new { role = "user", content = megabyte }, 3) })).Type().ShouldBe((409, "session_full"));
        var whole = await GetAsync($"/api/v1/sessions/{id}");
        whole["conversation_history"]!.AsArray().Count.ShouldBe(15);
    }

    [Fact]
    public async Task Changes_are_on_the_live_feed_without_what_was_said()
    {
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var id = await CreateAsync("alice");
        await SayAsync(id, new { role = "user", content = "between us" });
        await CallAsync(id, "tickets", "q", "r");
        await SendAsync("DELETE", $"/api/v1/sessions/{id}");

        var changes = new List<string?>();
        await Eventually.HoldsAsync(async () =>
        {
            var page = await _api.GetAsync($"/api/v1/changes?since={since}&wait=5s");
            page.Text.ShouldNotContain("between us");
            since = (long)page["revision"]!;
            changes.AddRange(page["changes"]!.AsArray().Where(change => (string?)change!["session_id"] == id && (string?)change["type"] == "session_update")
                .Select(change => (string?)change!["change"]));
            return changes.Contains("deleted");
        });
        changes.ShouldBe(["created", "messages_appended", "invocation_recorded", "deleted"]);
    }

    [Fact]
    public async Task The_session_routes_of_seed_3()
    {
        var created = await SendAsync("POST", "/sessions", new { user_id = "alice" });
        created.Status.ShouldBe(200, created.Text);
        var id = (string)created["session_id"]!;
        ((string?)(await SendAsync("POST", $"/sessions/{id}/history", new { role = "user", content = "show my tickets" }))["status"]).ShouldBe("added");
        ((string?)(await SendAsync(
            "POST",
            $"/sessions/{id}/invocations",
            new { agent_name = "tickets_agent", query = "show my tickets", response = "3", success = true, duration_ms = 12 }))["status"]).ShouldBe("tracked");

        var session = await GetAsync($"/sessions/{id}");
        ((string?)session["session_id"], (string?)session["user_id"], (string?)session["status"], (string?)session["last_agent_called"])
            .ShouldBe((id, "alice", "active", "tickets_agent"));
        ((string?)session["session"]!["session_id"]).ShouldBe(id);
        ((string?)session["conversation_history"]![0]!["content"]).ShouldBe("show my tickets");
        ((string?)session["agents_invoked"]![0]!["agent_name"]).ShouldBe("tickets_agent");
        ((string?)session["context"]!["last_agent_called"]).ShouldBe("tickets_agent");

        ((string?)(await SendAsync("PATCH", $"/sessions/{id}/status", new { status = "completed" }))["status"]).ShouldBe("updated");
        ((string?)(await SendAsync("DELETE", $"/sessions/{id}"))["status"]).ShouldBe("deleted");
        (await GetAsync($"/sessions/{id}")).Status.ShouldBe(404);
        (await SendAsync("POST", $"/sessions/{id}/invocations", new { query = "q", success = true })).Faults.ShouldBe(["agent_name"]);
    }

    private async Task<string> CreateAsync(string user)
    {
        var created = await SendAsync("POST", "/api/v1/sessions", new { user_id = user });
        created.Status.ShouldBe(201, created.Text);
        return (string)created["session_id"]!;
    }

    private Task<Answer> SayAsync(string id, object body) => SendAsync("POST", $"/api/v1/sessions/{id}/messages", body);

    private Task<Answer> CallAsync(string id, string agent, string query, string response) => SendAsync(
        "POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = agent, query, response, success = true, duration_ms = 100 });

    private Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    private Task<Answer> SendAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        _api.SendAsync(new HttpMethod(method), path, body, [("X-Workspace", _workspace), .. headers]);

    /// <summary>All pages of a list.</summary>
    private async Task<IReadOnlyList<string>> IdsAsync(string query)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"/api/v1/sessions?{query}&cursor={cursor}");
            page.Status.ShouldBe(200, page.Text);
            ids.AddRange(page["sessions"]!.AsArray().Select(session => (string)session!["session_id"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        return ids;
    }
}

/// <summary>What of an answer is asked for most.</summary>
internal static class SessionAnswers
{
    public static int? AsInt(this JsonNode? node) => (int?)node;

    /// <summary>Status and kind of a problem.</summary>
    public static (int Status, string Kind) Type(this Answer answer) => (answer.Status, ((string?)answer["type"] ?? "").Split(':')[^1]);
}
