using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>The whole registry with a real memory server, which is away for a time.</summary>
public sealed class MemoryServerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agent-registry-");
    private readonly MemoryServer _server = new();
    private RegistryProgram _registry = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _registry = RegistryProgram.Start(
            "Standalone", NoServers.Environment, "--data", _data.FullName, "--Memory:Url", _server.Address.ToString(), "--Memory:OpenSeconds", "1", "--Memory:CallSeconds", "5");
        await _registry.ReadyAsync();
        _api = new ApiClient(_registry.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _registry.StopAsync();
        await _registry.DisposeAsync();
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task What_happens_while_it_is_away_is_accepted_found_and_delivered_in_order_when_it_is_back()
    {
        await _api.PostAsync("/api/v1/agents", new { id = "writer", name = "Writer", type = "coder", capabilities = new[] { "prose" } });
        var first = Guid.NewGuid();
        await LogAsync("the first wombat", first);
        await Eventually.HoldsAsync(async () => (string?)(await SearchAsync("wombat"))["source"] == "memory_server" && Count(await SearchAsync("wombat")) == 1);
        var record = (await SearchAsync("wombat"))["records"]![0]!;
        ((string?)record["who"]!["agent_type"]).ShouldBe("Writer");
        ((string?)record["project"]!["task_id"]).ShouldBe("the first wombat");
        ((string?)record["why"]!["intent"]).ShouldBe("implementation");
        await Eventually.HoldsAsync(async () => (bool?)(await LogAsync("the first wombat", first))["stored_in_memory_mcp"] == true);

        await _server.KillAsync();
        var logged = await LogAsync("wombat while away");
        ((bool?)logged["stored_in_memory_mcp"]).ShouldBe(false);
        await Eventually.HoldsAsync(async () => StateOf(await _api.GetAsync("/ready")) is "degraded");
        await Eventually.HoldsAsync(async () => Notice(await _api.GetAsync("/api/v1/stats")) is "open" or "half_open");
        for (var i = 0; i < 50; i++)
        {
            await LogAsync($"wombat {i}");
        }

        (await _api.GetAsync("/ready")).Status.ShouldBe(200);
        await Eventually.HoldsAsync(async () =>
        {
            var found = await SearchAsync("wombat", 100);
            return (string?)found["source"] == "database" && Count(found) == 52;
        });
        (await _api.Http.GetStringAsync("/metrics")).ShouldContain("agent_registry_memory_breaker_state");

        await _server.StartAsync();
        await Eventually.HoldsAsync(() => _server.Activities.Count == 52, TimeSpan.FromSeconds(60), () => _registry.Output);
        await Eventually.HoldsAsync(async () => Notice(await _api.GetAsync("/api/v1/stats")) == "closed" && StateOf(await _api.GetAsync("/ready")) == "ok");
        var newestFirst = (await SearchAsync("wombat", 100))["records"]!.AsArray().Select(found => (Guid)found!["activity_id"]!);
        _server.Activities.ShouldBe(newestFirst.Reverse());
        (await _api.GetAsync("/api/v1/dead-letters"))["entries"]!.AsArray().ShouldBeEmpty();
    }

    private static int Count(Answer answer) => answer["records"]!.AsArray().Count;

    private static string? StateOf(Answer ready) => (string?)ready["checks"]!["memory_server"]!["status"];

    private static string? Notice(Answer stats) => (string?)stats["notices"]!.AsArray()
        .SingleOrDefault(notice => (string?)notice!["topic"] == "memory_server")?["state"] ?? "closed";

    private async Task<Answer> LogAsync(string task, Guid? id = null)
    {
        var answer = await _api.PostAsync(
            "/api/v1/agents/activity", new JsonObject { ["agent_id"] = "writer", ["task_id"] = task, ["status"] = "success", ["activity_id"] = id ?? Guid.NewGuid() });
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    private async Task<Answer> SearchAsync(string query, int limit = 10)
    {
        var answer = await _api.GetAsync($"/api/v1/memory/search?q={query}&limit={limit}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }
}
