using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Sessions as an orchestrator uses them over HTTP.</summary>
public abstract class SessionSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;
    private readonly SessionClient _sessions = new(system.Api);

    [Fact]
    public async Task A_session_is_created_filled_read_whole_and_in_pages_completed_and_deleted()
    {
        var id = await _sessions.CreateAsync("alice");
        (await _sessions.SayAsync(id, new { role = "user", content = "show my tickets", metadata = new { channel = "web" } }))["message_count"].AsInt().ShouldBe(1);
        var many = await _sessions.SayAsync(id, new { messages = new object[] { new { role = "system", content = "be brief" }, new { role = "assistant", content = "3 are open 🎫" } } });
        (many["added"].AsInt(), many["message_count"].AsInt()).ShouldBe((2, 3));
        (await _sessions.CallAsync(id, "tickets", "show my tickets", "3 are open"))["invocation_count"].AsInt().ShouldBe(1);

        var whole = await _sessions.GetAsync($"/api/v1/sessions/{id}");
        whole.Status.ShouldBe(200, whole.Text);
        whole["conversation_history"]!.AsArray().Select(message => (message!["sequence"].AsInt(), (string?)message["role"], (string?)message["content"])).ShouldBe(
            [(1, "user", "show my tickets"), (2, "system", "be brief"), (3, "assistant", "3 are open 🎫")]);
        ((string?)whole["agents_invoked"]![0]!["agent_id"]).ShouldBe("tickets");
        ((string?)whole["context"]!["last_response"]).ShouldBe("3 are open");
        ((string?)whole["user_id"], (string?)whole["status"], (string?)whole["workspace"]).ShouldBe(("alice", "active", _sessions.Workspace));

        var page = await _sessions.GetAsync($"/api/v1/sessions/{id}/messages?limit=2");
        (page["messages"]!.AsArray().Count, page["total"].AsInt(), page["next_after"].AsInt()).ShouldBe((2, 3, 2));
        var rest = await _sessions.GetAsync($"/api/v1/sessions/{id}/messages?limit=2&after=2");
        (rest["messages"]!.AsArray().Count, rest["next_after"]).ShouldBe((1, null));
        (await _sessions.GetAsync($"/api/v1/sessions/{id}/invocations"))["invocations"]!.AsArray().Count.ShouldBe(1);

        var completed = await _sessions.SendAsync("PUT", $"/api/v1/sessions/{id}/status", new { status = "completed" });
        ((string?)completed["outcome"], (string?)completed["status"]).ShouldBe(("updated", "completed"));
        var deleted = await _sessions.SendAsync("DELETE", $"/api/v1/sessions/{id}");
        ((string?)deleted["outcome"]).ShouldBe("deleted");
        (await _sessions.GetAsync($"/api/v1/sessions/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_context_is_that_of_the_last_invocation()
    {
        var id = await _sessions.CreateAsync("alice");
        (await _sessions.GetAsync($"/api/v1/sessions/{id}/context"))["last_agent_id"].ShouldBeNull();
        await _sessions.CallAsync(id, "tickets", "show my tickets", "3 are open");
        await _sessions.CallAsync(id, "search", "find more", "none");

        var context = await _sessions.GetAsync($"/api/v1/sessions/{id}/context");

        ((string?)context["last_agent_id"], (string?)context["last_query"], (string?)context["last_response"]).ShouldBe(("search", "find more", "none"));
        ((string?)(await _sessions.GetAsync($"/api/v1/sessions/{id}"))["last_agent_id"]).ShouldBe("search");
    }

    [Fact]
    public async Task Repeated_request_has_no_second_effect()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var created = await _sessions.SendAsync("POST", "/api/v1/sessions", new { user_id = "alice" }, key);
        created.Status.ShouldBe(201, created.Text);
        var again = await _sessions.SendAsync("POST", "/api/v1/sessions", new { user_id = "alice" }, key);
        (again.Status, (string?)again["session_id"], (string?)again["outcome"]).ShouldBe((200, (string?)created["session_id"], "unchanged"));
        var id = (string)created["session_id"]!;
        var message = new { id = Guid.NewGuid(), role = "user", content = "once" };

        (await _sessions.SayAsync(id, message))["added"].AsInt().ShouldBe(1);
        (await _sessions.SayAsync(id, message))["added"].AsInt().ShouldBe(0);
        for (var i = 0; i < 2; i++)
        {
            (await _sessions.SendAsync("POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = "a", query = "q", success = true }, key)).Status.ShouldBe(200);
        }

        var whole = await _sessions.GetAsync($"/api/v1/sessions/{id}");
        (whole["message_count"].AsInt(), whole["invocation_count"].AsInt()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Concurrent_writers_lose_nothing_and_keep_their_order()
    {
        var id = await _sessions.CreateAsync("crowd");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                (await _sessions.SayAsync(id, new { role = "user", content = $"{writer}:{i}" })).Status.ShouldBe(200);
            }
        }));

        var messages = (await _sessions.GetAsync($"/api/v1/sessions/{id}"))["conversation_history"]!.AsArray();
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
            ids.Add(await _sessions.CreateAsync(i == 0 ? "bob" : "alice"));
        }

        await _sessions.CallAsync(ids[1], "tickets", "q", "r");
        await _sessions.SendAsync("PUT", $"/api/v1/sessions/{ids[2]}/status", new { status = "completed" });

        (await _sessions.IdsAsync("user=alice")).ShouldBe([ids[4], ids[3], ids[2], ids[1]]);
        (await _sessions.IdsAsync("user=alice&limit=3")).ShouldBe([ids[4], ids[3], ids[2], ids[1]]);
        (await _sessions.IdsAsync("status=completed")).ShouldBe([ids[2]]);
        (await _sessions.IdsAsync("agent=tickets")).ShouldBe([ids[1]]);
        (await _sessions.IdsAsync("agent=tickets&user=bob")).ShouldBeEmpty();
        (await _sessions.IdsAsync("from=2000-01-01&to=2000-01-02")).ShouldBeEmpty();
        (await _sessions.IdsAsync("from=2000-01-01T00:00:00Z")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Sessions_are_exported_and_analysed()
    {
        var id = await _sessions.CreateAsync("alice");
        await _sessions.SayAsync(id, new { role = "user", content = "line 1\nline 2" });
        await _sessions.CallAsync(id, "tickets", "q", "r");
        await _sessions.SendAsync("POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = "tickets", query = "q", success = false, error = "no", duration_ms = 300 });

        var json = await _sessions.GetAsync($"/api/v1/sessions/{id}/export?format=json");
        json["conversation_history"]!.AsArray().Count.ShouldBe(1);
        var lines = (await _sessions.GetAsync($"/api/v1/sessions/{id}/export?format=jsonl")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => (string?)line["type"]).ShouldBe(["session", "message", "invocation", "invocation"]);
        ((string?)lines[0]["session"]!["session_id"]).ShouldBe(id);
        lines[0]["session"]!["conversation_history"].ShouldBeNull();
        ((string?)lines[1]["message"]!["content"]).ShouldBe("line 1\nline 2");

        var analysis = await _sessions.GetAsync("/api/v1/sessions/analysis?user=alice");
        (analysis["sessions"].AsInt(), analysis["messages"].AsInt(), analysis["invocations"].AsInt()).ShouldBe((1, 1, 2));
        var agent = analysis["agents"]![0]!;
        ((string?)agent["agent_id"], (double?)agent["success_rate"], (double?)agent["avg_duration_ms"]).ShouldBe(("tickets", 0.5, 200.0));
        (await _sessions.GetAsync("/api/v1/sessions/analysis?to=2000-01-01"))["sessions"].AsInt().ShouldBe(0);
    }

    [Fact]
    public async Task Session_changes_are_on_the_feed_without_their_content()
    {
        var since = (long)(await _api.GetAsync("/api/v1/changes"))["revision"]!;
        var id = await _sessions.CreateAsync("alice");
        await _sessions.SayAsync(id, new { role = "user", content = "between us" });
        await _sessions.CallAsync(id, "tickets", "q", "r");
        await _sessions.SendAsync("DELETE", $"/api/v1/sessions/{id}");

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
    public async Task Legacy_session_routes_work()
    {
        var created = await _sessions.SendAsync("POST", "/sessions", new { user_id = "alice" });
        created.Status.ShouldBe(200, created.Text);
        var id = (string)created["session_id"]!;
        ((string?)(await _sessions.SendAsync("POST", $"/sessions/{id}/history", new { role = "user", content = "show my tickets" }))["status"]).ShouldBe("added");
        ((string?)(await _sessions.SendAsync(
            "POST",
            $"/sessions/{id}/invocations",
            new { agent_name = "tickets_agent", query = "show my tickets", response = "3", success = true, duration_ms = 12 }))["status"]).ShouldBe("tracked");

        var session = await _sessions.GetAsync($"/sessions/{id}");
        ((string?)session["session_id"], (string?)session["user_id"], (string?)session["status"], (string?)session["last_agent_called"])
            .ShouldBe((id, "alice", "active", "tickets_agent"));
        ((string?)session["session"]!["session_id"]).ShouldBe(id);
        ((string?)session["conversation_history"]![0]!["content"]).ShouldBe("show my tickets");
        ((string?)session["agents_invoked"]![0]!["agent_name"]).ShouldBe("tickets_agent");
        ((string?)session["context"]!["last_agent_called"]).ShouldBe("tickets_agent");

        ((string?)(await _sessions.SendAsync("PATCH", $"/sessions/{id}/status", new { status = "completed" }))["status"]).ShouldBe("updated");
        ((string?)(await _sessions.SendAsync("DELETE", $"/sessions/{id}"))["status"]).ShouldBe("deleted");
        (await _sessions.GetAsync($"/sessions/{id}")).Status.ShouldBe(404);
        (await _sessions.SendAsync("POST", $"/sessions/{id}/invocations", new { query = "q", success = true })).Faults.ShouldBe(["agent_name"]);
    }
}
