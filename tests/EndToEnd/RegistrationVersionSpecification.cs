using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>What an agent's registration was, as an operator reads and restores it over HTTP.</summary>
public abstract class RegistrationVersionSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;
    private readonly string _id = $"versioned-{Guid.NewGuid():N}";

    private string Versions => $"/api/v1/agents/{_id}/versions";

    [Fact]
    public async Task Every_change_is_kept_read_compared_and_restored()
    {
        await RegisterAsync(new { id = _id, name = "One", description = "first", capabilities = new[] { "a" }, tags = new[] { "t" } });
        await RegisterAsync(new { id = _id, name = "Two", capabilities = new[] { "a" }, tags = new[] { "t" }, changed_by = "release" });
        await RegisterAsync(new { id = _id, name = "Two", capabilities = new[] { "a" }, tags = new[] { "t" }, changed_by = "somebody else" });
        (await _api.SendAsync(HttpMethod.Put, $"/api/v1/agents/{_id}/capabilities", new { capabilities = new[] { "b" }, changed_by = "ops" })).Status.ShouldBe(200);

        var page = await _api.GetAsync($"{Versions}?limit=2");
        (page["current_version"].AsInt(), page["total"].AsInt(), page["next_before"].AsInt()).ShouldBe((3, 3, 2));
        page["versions"]!.AsArray().Select(version => ((string?)version!["origin"], (string?)version["changed_by"], version["changed"]!.ToJsonString()))
            .ShouldBe([("capabilities", "ops", """["capabilities"]"""), ("updated", "release", """["name","description"]""")]);
        var first = (await _api.GetAsync($"{Versions}?before=2"))["versions"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)first["origin"], first["changed_by"]).ShouldBe(("registered", null));

        var read = await _api.GetAsync($"{Versions}/1");
        ((string?)read["registration"]!["name"], (string?)read["registration"]!["description"], read["current_version"].AsInt()).ShouldBe(("One", "first", 3));
        var diff = await _api.GetAsync($"{Versions}/diff?from=1&to=2");
        diff["patch"]!.ToJsonString().ShouldBe("""[{"op":"remove","path":"/description"},{"op":"replace","path":"/name","value":"Two"}]""");
        (await _api.GetAsync($"{Versions}/diff?from=3"))["patch"]!.AsArray().ShouldBeEmpty();

        var restored = await _api.PostAsync($"{Versions}/1/restore", new { changed_by = "operator" });
        (restored.Status, (string?)restored["outcome"]).ShouldBe((200, "updated"));
        var agent = await _api.GetAsync($"/api/v1/agents/{_id}");
        ((string?)agent["name"], (string?)agent["description"], (string?)agent["capabilities"]![0]!["name"], agent.ETag).ShouldBe(("One", "first", "a", restored.ETag));
        var newest = (await _api.GetAsync($"{Versions}?limit=1"))["versions"]![0]!;
        (newest["version"].AsInt(), (string?)newest["origin"], newest["restored_from"].AsInt(), (string?)newest["changed_by"]).ShouldBe((4, "restored", 1, "operator"));
        ((string?)(await _api.PostAsync($"{Versions}/1/restore", new { }))["outcome"]).ShouldBe("unchanged");
    }

    [Fact]
    public async Task Missing_version_is_reported_and_changes_nothing()
    {
        (await _api.GetAsync(Versions)).Type().ShouldBe((404, "agent_not_found"));
        (await _api.PostAsync($"{Versions}/1/restore", new { })).Type().ShouldBe((404, "agent_not_found"));
        await RegisterAsync(new { id = _id, name = "One" });

        (await _api.GetAsync($"{Versions}/2")).Type().ShouldBe((404, "registration_version_not_found"));
        (await _api.GetAsync($"{Versions}/diff?from=1&to=9")).Type().ShouldBe((404, "registration_version_not_found"));
        (await _api.PostAsync($"{Versions}/2/restore", new { })).Type().ShouldBe((404, "registration_version_not_found"));
        (await _api.SendAsync(HttpMethod.Post, $"{Versions}/1/restore", new { }, ("If-Match", "\"1000000\""))).Type().ShouldBe((409, "revision_conflict"));
        (await _api.GetAsync($"{Versions}/0")).Faults.ShouldBe(["version"]);
        (await _api.GetAsync($"{Versions}/latest")).Faults.ShouldBe(["version"]);
        (await _api.GetAsync($"{Versions}?limit=0&before=x")).Faults.ShouldBe(["before", "limit"], ignoreOrder: true);
        (await _api.GetAsync($"{Versions}/diff?from=x")).Faults.ShouldBe(["from"]);
        (await _api.PostAsync($"{Versions}/1/restore", new { changed_by = new string('x', 129) })).Faults.ShouldBe(["changed_by"]);
        (await _api.SendAsync(HttpMethod.Get, Versions, null, ("X-Workspace", "*"))).Faults.ShouldBe(["X-Workspace"]);

        (await _api.GetAsync(Versions))["total"].AsInt().ShouldBe(1);
    }

    [Fact]
    public async Task Deleted_agent_has_no_versions()
    {
        await RegisterAsync(new { id = _id, name = "One" });
        await RegisterAsync(new { id = _id, name = "Two" });
        (await _api.SendAsync(HttpMethod.Delete, $"/api/v1/agents/{_id}", null)).Status.ShouldBe(200);
        (await _api.GetAsync(Versions)).Type().ShouldBe((404, "agent_not_found"));

        await RegisterAsync(new { id = _id, name = "Three" });
        var page = await _api.GetAsync(Versions);
        (page["total"].AsInt(), page["current_version"].AsInt()).ShouldBe((1, 3));
    }

    private async Task RegisterAsync(object registration)
    {
        var answer = await _api.PostAsync("/api/v1/agents", registration);
        answer.Status.ShouldBeOneOf(200, 201);
    }
}
