using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>The paths that the original documents print answer as they print it.</summary>
public abstract class LegacyRouteSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;

    [Fact]
    public async Task Legacy_registry_service_routes_work()
    {
        var id = $"feature-dev-{Guid.NewGuid():N}";
        var register = await _api.PostAsync("/register", new
        {
            agent_id = id,
            agent_name = "Feature Development Agent",
            base_url = "http://feature-dev:8002",
            capabilities = new[]
            {
                new { name = "code_generation", description = "Generates production-ready code in Python", cost_estimate = "50-200 tokens per function", tags = new[] { "coding" } },
            },
        });
        register.Status.ShouldBe(200, register.Text);
        (await _api.PostAsync($"/agents/{id}/heartbeat", null)).Status.ShouldBe(200);
        await Eventually.HoldsAsync(async () => (string?)(await _api.GetAsync($"/health/{id}"))["status"] == "healthy");
        (await _api.GetAsync($"/health/{id}"))["last_heartbeat"].ShouldNotBeNull();
        (await _api.GetAsync("/agents?status=idle&limit=1000"))["agents"]!.AsArray().ShouldContain(agent => (string?)agent!["id"] == id);
        ((string?)(await _api.GetAsync($"/agents/{id}"))["base_url"]).ShouldBe("http://feature-dev:8002");
        (await _api.GetAsync("/capabilities/search?q=code_generation&limit=100"))["matches"]!.AsArray()
            .ShouldContain(match => (string?)match!["agent_id"] == id && (string?)match["cost_estimate"] == "50-200 tokens per function");
        var stats = await _api.GetAsync("/stats");
        ((int?)stats["active_agents"]).ShouldNotBeNull();
        ((int?)stats["offline_agents"]).ShouldNotBeNull();
        ((int?)stats["total_capabilities"]).ShouldNotBeNull();
    }

    [Fact]
    public async Task Legacy_activity_api_works_with_its_documented_curl_examples()
    {
        await _api.PostAsync("/api/v1/agents", """{"id":1,"name":"coder-01","type":"coder","capabilities":["python","fastapi"]}""");
        var listed = await _api.GetAsync("/api/v1/agents?type=coder&status=idle&limit=10");
        listed["agents"]!.AsArray().ShouldContain(agent => (string?)agent!["id"] == "1");
        ((int?)listed["limit"]).ShouldBe(10);
        var logged = await _api.PostAsync(
            "/api/v1/agents/activity",
            """{"agent_id": 1, "task_id": 123, "status": "success", "output": "Task completed successfully", "duration_ms": 300000}""");
        logged.Status.ShouldBe(200, logged.Text);
        ((string?)logged["agent_id"]).ShouldBe("1");
        ((string?)logged["task_id"]).ShouldBe("123");
        var agent = await _api.GetAsync("/api/v1/agents/1?history_limit=50");
        ((double?)agent["success_rate"]).ShouldBe(1.0);
        ((string?)agent["execution_history"]![0]!["task_id"]).ShouldBe("123");
    }

    [Fact]
    public async Task Legacy_registry_routes_work()
    {
        var type = $"tickets{Guid.NewGuid():N}";
        var registered = await _api.PostAsync("/registry/agents", new
        {
            agent_type = type,
            factory_module = "jarvis_agent.mcp_agents.agent_factory",
            factory_function = "create_tickets_agent",
            factory_params = new { queue = "it" },
            capabilities = new { tickets = "Shows and files tickets" },
            tags = new[] { "production" },
        });
        registered.Status.ShouldBe(200, registered.Text);
        ((string?)registered["status"]).ShouldBe("registered");
        var name = (string)registered["agent_name"]!;
        var factory = (await _api.GetAsync($"/registry/agents/{name}"))["factory"]!;
        factory.ToJsonString().ShouldBe("""{"name":"create_tickets_agent","parameters":{"queue":"it"}}""");
        (await _api.GetAsync("/registry/agents?enabled_only=true&tags=production"))["agents"]!.AsArray()
            .ShouldContain(agent => (string?)agent!["id"] == name);
        ((string?)(await _api.SendAsync(HttpMethod.Put, $"/registry/agents/{name}/capabilities", new { capabilities = new { search = "Finds tickets" } }))["status"])
            .ShouldBe("updated");
        ((string?)(await _api.SendAsync(HttpMethod.Patch, $"/registry/agents/{name}/status", new { enabled = false }))["status"]).ShouldBe("disabled");
        ((bool?)(await _api.GetAsync($"/registry/agents/{name}"))["enabled"]).ShouldBe(false);
        var export = await _api.GetAsync("/registry/export");
        ((int)export["total"]!).ShouldBe(export["agents"]!.AsObject().Count);
        export["agents"]![name]!.ToJsonString().ShouldBe((await _api.GetAsync($"/registry/agents/{name}")).Json!.ToJsonString());
        ((string?)(await _api.SendAsync(HttpMethod.Delete, $"/registry/agents/{name}", null))["status"]).ShouldBe("deleted");
        (await _api.GetAsync($"/registry/agents/{name}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Operators_find_health_readiness_metrics_and_documents()
    {
        ((string?)(await _api.GetAsync("/health"))["status"]).ShouldBe("healthy");
        ((string?)(await _api.GetAsync("/ready"))["status"]).ShouldBe("ready");
        (await _api.GetAsync("/")).Status.ShouldBe(200);
        (await _api.GetAsync("/docs/index.html")).Text.ShouldContain("swagger-ui");
        var document = await _api.GetAsync("/openapi/v1.json");
        ((string?)document["openapi"])!.ShouldStartWith("3.");
        document["paths"]!["/api/v1/agents/{id}/heartbeat"]!["post"]!["responses"]!["410"].ShouldNotBeNull();
        (await _api.GetAsync("/metrics")).Status.ShouldBe(200);
    }
}
