using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>What a user sees of the registry, the same on both ways to run it.</summary>
public abstract class RegistrySpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;

    protected static string NewId(string name) => $"{name}-{Guid.NewGuid():N}"[..Math.Min(60, name.Length + 13)];

    protected static object Registration(string id, int interval = 30) => new
    {
        id,
        name = "Feature Development Agent",
        type = "coder",
        base_url = "http://feature-dev:8002",
        description = "Writes features, 写代码 🚀",
        capabilities = new object[]
        {
            new { name = "code_generation", description = "Generates Python code", cost_estimate = "~100 tokens", tags = new[] { "coding", "python" } },
            "refactoring",
        },
        tags = new[] { "prod" },
        metadata = new { team = "core" },
        factory = new { name = "coder:v2", parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["Max_Tokens"] = 100, ["style"] = "terse" } },
        heartbeat_interval_seconds = interval,
    };

    [Fact]
    public async Task An_agent_registers_is_found_beats_works_and_is_deleted()
    {
        var id = NewId("feature-dev");
        var registered = await _api.PostAsync("/api/v1/agents", Registration(id));
        registered.Status.ShouldBe(201, registered.Text);
        ((string?)registered["outcome"]).ShouldBe("registered");
        ((int?)registered["lease_seconds"]).ShouldBe(60);

        var agent = await _api.GetAsync($"/api/v1/agents/{id}");
        agent.Status.ShouldBe(200);
        ((string?)agent["status"]).ShouldBe("idle");
        ((string?)agent["health"]).ShouldBe("unknown");
        ((string?)agent["description"]).ShouldBe("Writes features, 写代码 🚀");
        ((string?)agent["capabilities"]![1]!["name"]).ShouldBe("refactoring");
        ((string?)agent["metadata"]!["team"]).ShouldBe("core");
        agent["factory"]!.ToJsonString().ShouldBe("""{"name":"coder:v2","parameters":{"Max_Tokens":100,"style":"terse"}}""");

        var again = await _api.PostAsync("/api/v1/agents", Registration(id));
        again.Status.ShouldBe(200);
        ((string?)again["outcome"]).ShouldBe("unchanged");

        var beat = await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", new { status = "active", active_tasks = 2, load = 0.5 });
        beat.Status.ShouldBe(200, beat.Text);
        ((int?)beat["heartbeat_interval_seconds"]).ShouldBe(30);
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/api/v1/agents/{id}/health"))["health"] == "healthy");
        agent = await _api.GetAsync($"/api/v1/agents/{id}");
        ((string?)agent["status"]).ShouldBe("active");
        ((int?)agent["active_tasks"]).ShouldBe(2);
        agent["last_heartbeat"].ShouldNotBeNull();
        agent["lease_expires_at"].ShouldNotBeNull();

        var search = await _api.GetAsync("/api/v1/capabilities/search?q=generate+python+code&limit=100");
        var match = search["matches"]!.AsArray().Single(found => (string?)found!["agent_id"] == id);
        ((string?)match!["capability"]).ShouldBe("code_generation");
        ((string?)match["cost_estimate"]).ShouldBe("~100 tokens");

        var deleted = await _api.SendAsync(HttpMethod.Delete, $"/api/v1/agents/{id}", null);
        deleted.Status.ShouldBe(200, deleted.Text);
        (await _api.GetAsync($"/api/v1/agents/{id}")).Status.ShouldBe(404);
        (await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", new { })).Status.ShouldBe(410);
        (await _api.GetAsync("/api/v1/capabilities/search?q=generate+python+code&limit=100"))["matches"]!.AsArray()
            .ShouldNotContain(found => (string?)found!["agent_id"] == id);
    }

    [Fact]
    public async Task A_factory_is_shown_in_lists_stays_when_capabilities_change_and_goes_when_it_is_left_out()
    {
        var (id, type) = (NewId("made"), $"type{Guid.NewGuid():N}");
        await _api.PostAsync("/api/v1/agents", new { id, name = "Made", type, factory = new { name = "maker", parameters = new { size = 2 } } });
        ((int?)(await _api.GetAsync($"/api/v1/agents?type={type}"))["agents"]![0]!["factory"]!["parameters"]!["size"]).ShouldBe(2);

        await _api.SendAsync(HttpMethod.Put, $"/api/v1/agents/{id}/capabilities", new { capabilities = new[] { "more" } });
        ((string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["factory"]!["name"]).ShouldBe("maker");

        var other = await _api.PostAsync("/api/v1/agents", new { id, name = "Made", type, factory = new { name = "maker", parameters = new { size = 3 } } });
        ((string?)other["outcome"]).ShouldBe("updated");
        var without = await _api.PostAsync("/api/v1/agents", new { id, name = "Made", type });
        ((string?)without["outcome"]).ShouldBe("updated");
        (await _api.GetAsync($"/api/v1/agents/{id}"))["factory"].ShouldBeNull();
    }

    [Fact]
    public async Task An_activity_is_stored_once_counted_and_broadcast()
    {
        var id = NewId("worker");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        await using var live = await LiveClient.ConnectAsync(system.Address);
        var activity = Guid.NewGuid();
        var body = new { agent_id = id, task_id = 123, status = "success", output = new string('x', 5_000), duration_ms = 300_000, activity_id = activity };

        var logged = await _api.PostAsync("/api/v1/agents/activity", body);
        logged.Status.ShouldBe(200, logged.Text);
        ((string?)logged["status"]).ShouldBe("success");
        ((string?)logged["message"]).ShouldBe("Agent activity logged successfully");
        ((bool?)logged["broadcasted_via_websocket"]).ShouldBe(true);
        ((bool?)(await _api.PostAsync("/api/v1/agents/activity", body))["duplicate"]).ShouldBe(true);
        await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = "124", status = "failed", error = "no", duration_ms = 100_000 });

        var frame = await live.FrameAsync(frame => (string?)frame["type"] == "agent_activity_update" && (string?)frame["agent_id"] == id);
        ((string?)frame["output"])!.Length.ShouldBe(1_000);
        live.Frames.Count(seen => (string?)seen["event_id"] == activity.ToString()).ShouldBe(1);

        var agent = await _api.GetAsync($"/api/v1/agents/{id}?history_limit=1");
        agent["execution_history"]!.AsArray().Count.ShouldBe(1);
        ((double?)agent["success_rate"]).ShouldBe(0.5);
        ((double?)agent["avg_duration_ms"]).ShouldBe(200_000);
        ((long?)agent["metrics"]!["succeeded"]).ShouldBe(1);
        agent = await _api.GetAsync($"/api/v1/agents/{id}");
        ((string?)agent["execution_history"]!.AsArray().Single(item => (string?)item!["task_id"] == "123")!["output"])!.Length.ShouldBe(5_000);
        agent["last_active_at"].ShouldNotBeNull();
    }

    [Fact]
    public async Task What_an_agent_did_is_remembered_and_found_by_its_words()
    {
        var (id, word) = (NewId("mindful"), $"word{Guid.NewGuid():N}");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = "t", status = "failed", error = $"it broke at {word}" });

        await Eventually.HoldsAsync(async () => (await _api.GetAsync($"/api/v1/memory/search?q={word}"))["records"]!.AsArray().Count == 1);
        var found = await _api.GetAsync($"/api/v1/memory/search?q={word}");
        ((string?)found["source"]).ShouldBe("database");
        ((string?)found["records"]![0]!["who"]!["agent_id"]).ShouldBe(id);
        ((string?)found["records"]![0]!["why"]!["intent"]).ShouldBe("bugfix");
    }

    [Fact]
    public async Task Nothing_is_stuck_and_what_is_not_cannot_be_replayed_or_dropped()
    {
        (await _api.GetAsync("/api/v1/dead-letters"))["entries"]!.AsArray().ShouldBeEmpty();
        (await _api.PostAsync("/api/v1/dead-letters/relay/replay", null)).Status.ShouldBe(404);
        (await _api.SendAsync(HttpMethod.Delete, "/api/v1/dead-letters/relay?revision=1", null)).Status.ShouldBe(404);
        (await _api.SendAsync(HttpMethod.Delete, "/api/v1/dead-letters/relay?revision=one", null)).Faults.ShouldBe(["revision"]);
    }

    [Fact]
    public async Task Activity_is_not_reported_as_stored_in_a_memory_server_where_there_is_none()
    {
        var id = NewId("remembered");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        var logged = await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = "t", status = "success" });
        ((bool?)logged["stored_in_memory_mcp"]).ShouldBe(false);
    }

    [Fact]
    public async Task An_agents_page_shows_what_it_did_last_however_often_it_was_read_before()
    {
        var id = NewId("read");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        for (var i = 1; i <= 20; i++)
        {
            (await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = $"{i}", status = "success" })).Status.ShouldBe(200);

            var last = (await _api.GetAsync($"/api/v1/agents/{id}?history_limit=1"))["execution_history"]!.AsArray().ShouldHaveSingleItem();
            ((string?)last!["task_id"]).ShouldBe($"{i}");
            var agent = await _api.GetAsync($"/api/v1/agents/{id}");
            agent["execution_history"]!.AsArray().Count.ShouldBe(i);
            ((long?)agent["metrics"]!["succeeded"]).ShouldBe(i);
        }
    }

    [Fact]
    public async Task A_running_task_makes_its_agent_busy_until_it_ends()
    {
        var id = NewId("busy");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = "t", status = "running" });
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["status"] == "busy");
        await _api.PostAsync("/api/v1/agents/activity", new { agent_id = id, task_id = "t", status = "success" });
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["status"] == "idle");
    }

    [Fact]
    public async Task An_agent_that_falls_silent_is_suspect_then_offline_and_not_before_its_deadline()
    {
        var id = NewId("silent");
        await _api.PostAsync("/api/v1/agents", Registration(id, interval: 2));
        await using var live = await LiveClient.ConnectAsync(system.Address);
        await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", null);
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/api/v1/agents/{id}/health"))["health"] == "healthy");
        var deadline = DateTimeOffset.Parse((string)(await _api.GetAsync($"/api/v1/agents/{id}/health"))["lease_expires_at"]!);

        var offline = await live.FrameAsync(
            frame => (string?)frame["type"] == "agent_update" && (string?)frame["agent_id"] == id && (string?)frame["status"] == "offline",
            limit: TimeSpan.FromMinutes(1));
        var late = DateTimeOffset.Parse((string)offline["timestamp"]!) - deadline;
        late.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(-50));
        live.Frames.ShouldContain(frame => (string?)frame["agent_id"] == id && (string?)frame["health"] == "suspect");
        var agent = await _api.GetAsync($"/api/v1/agents/{id}");
        ((string?)agent["status"]).ShouldBe("offline");
        ((string?)agent["health_reason"])!.ShouldStartWith("lease ended");

        await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", null);
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["status"] == "idle");
    }

    [Fact]
    public async Task A_late_heartbeat_or_registration_changes_nothing()
    {
        var id = NewId("late");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        var now = TimeProvider.System.GetUtcNow();
        await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", new { status = "busy", active_tasks = 3, sent_at = now.AddSeconds(5) });
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["status"] == "busy");
        await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", new { status = "idle", active_tasks = 0, sent_at = now.AddSeconds(4) });
        await _api.PostAsync($"/api/v1/agents/{id}/heartbeat", new { active_tasks = 7, sent_at = now.AddSeconds(6) });
        await Eventually.HoldsAsync(async () => (int?)(await _api.GetAsync($"/api/v1/agents/{id}"))["active_tasks"] == 7);
        ((string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["status"]).ShouldBe("busy");
    }

    [Fact]
    public async Task An_operator_drains_disables_and_signs_an_agent_off()
    {
        var id = NewId("operated");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        (await _api.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{id}/status", new { draining = true, enabled = false })).Status.ShouldBe(200);
        var agent = await _api.GetAsync($"/api/v1/agents/{id}");
        ((bool?)agent["draining"]).ShouldBe(true);
        ((bool?)agent["enabled"]).ShouldBe(false);
        (await _api.GetAsync("/api/v1/agents?enabled_only=true&limit=1000"))["agents"]!.AsArray().ShouldNotContain(listed => (string?)listed!["id"] == id);

        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{id}/status", new { status = "offline", reason = "maintenance" });
        agent = await _api.GetAsync($"/api/v1/agents/{id}");
        ((string?)agent["health"]).ShouldBe("offline");
        ((string?)agent["health_reason"]).ShouldBe("left: maintenance");
    }

    [Fact]
    public async Task A_change_of_an_outdated_agent_is_refused_with_the_current_etag()
    {
        var id = NewId("etag");
        await _api.PostAsync("/api/v1/agents", Registration(id));
        var before = (await _api.GetAsync($"/api/v1/agents/{id}")).ETag!;
        var first = await _api.SendAsync(
            HttpMethod.Put, $"/api/v1/agents/{id}/capabilities", new { capabilities = new[] { "testing" } }, ("If-Match", before));
        first.Status.ShouldBe(200, first.Text);
        var second = await _api.SendAsync(
            HttpMethod.Put, $"/api/v1/agents/{id}/capabilities", new { capabilities = new[] { "lost" } }, ("If-Match", before));
        second.Status.ShouldBe(409, second.Text);
        second.MediaType.ShouldBe("application/problem+json");
        second.Text.ShouldContain((await _api.GetAsync($"/api/v1/agents/{id}")).ETag!.Trim('"'));
        ((string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["capabilities"]![0]!["name"]).ShouldBe("testing");
        (await _api.SendAsync(HttpMethod.Get, $"/api/v1/agents/{id}", null, ("If-None-Match", (await _api.GetAsync($"/api/v1/agents/{id}")).ETag!)))
            .Status.ShouldBe(304);
    }

    [Fact]
    public async Task Many_register_at_once_and_a_bad_one_harms_only_itself()
    {
        var ids = Enumerable.Range(0, 50).Select(i => NewId($"bulk{i}")).ToList();
        var agents = ids.Select(id => Registration(id)).Append(new { id = "not valid!", name = "" }).ToList();
        var bulk = await _api.PostAsync("/api/v1/agents/bulk", new { agents });
        bulk.Status.ShouldBe(200, bulk.Text);
        ((int?)bulk["registered"]).ShouldBe(50);
        ((int?)bulk["rejected"]).ShouldBe(1);
        bulk["results"]![50]!["faults"]!.AsArray().Select(fault => (string?)fault!["field"]).ShouldBe(["id", "name"], ignoreOrder: true);

        var status = await _api.SendAsync(HttpMethod.Patch, "/api/v1/agents/status", new { agent_ids = ids, status = "busy" });
        status.Status.ShouldBe(200, status.Text);
        foreach (var id in ids)
        {
            ((string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["status"]).ShouldBe("busy");
        }
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged()
    {
        var project = NewId("project");
        for (var i = 0; i < 5; i++)
        {
            await _api.PostAsync("/api/v1/agents", new { id = $"{project}-{i}", name = $"n{i}", type = i < 3 ? "coder" : "tester", project, capabilities = new[] { "a", $"c{i}" } });
        }

        var page = await _api.GetAsync($"/api/v1/agents?project={project}&type=coder&limit=2");
        ((int?)page["total"]).ShouldBe(3);
        page["agents"]!.AsArray().Count.ShouldBe(2);
        var next = await _api.GetAsync($"/api/v1/agents?project={project}&type=coder&limit=2&cursor={page["next_cursor"]}");
        ((string?)next["agents"]![0]!["id"]).ShouldBe($"{project}-2");
        next["next_cursor"].ShouldBeNull();
        ((int?)(await _api.GetAsync($"/api/v1/agents?project={project}&capabilities=a,c4"))["total"]).ShouldBe(1);
        ((int?)(await _api.GetAsync($"/api/v1/agents?project={project}&status=busy"))["total"]).ShouldBe(0);
    }

    [Fact]
    public async Task Statistics_count_what_is_there()
    {
        var workspace = NewId("ws");
        for (var i = 0; i < 3; i++)
        {
            await _api.PostAsync("/api/v1/agents", new { id = $"{workspace}-{i}", name = "n", workspace, capabilities = new[] { "x", "y" } });
        }

        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{workspace}-0/status", new { status = "offline" });
        var stats = await _api.GetAsync($"/api/v1/stats?workspace={workspace}");
        ((int?)stats["total_agents"]).ShouldBe(3);
        ((int?)stats["active_agents"]).ShouldBe(2);
        ((int?)stats["offline_agents"]).ShouldBe(1);
        ((int?)stats["total_capabilities"]).ShouldBe(6);
        ((int?)stats["agents_by_status"]!["idle"]).ShouldBe(2);
    }
}
