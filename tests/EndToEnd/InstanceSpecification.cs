using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Agents that are spawned from definitions, over HTTP.</summary>
public abstract class InstanceSpecification(ISystem system)
{
    private const string Instances = "/api/v1/instances";

    private static readonly object Content = new
    {
        name = "Reviewer",
        type = "reviewer",
        description = "Reads changes",
        capabilities = new[] { new { name = "code_review", description = "Reviews a change of a program" } },
        tags = new[] { "code" },
        metadata = new { team = "core" },
        factory = new { name = "reviewers" },
        configuration_schema = new
        {
            properties = new { model = new { @enum = new[] { "small", "large" } }, mostFiles = new { type = "integer", minimum = 1 } },
            required = new[] { "language" },
        },
        default_configuration = new { language = "python" },
    };

    private readonly ApiClient _api = system.Api;
    private readonly DefinitionClient _client = new(system.Api);
    private readonly string _id = $"reviewer-{Guid.NewGuid():N}";

    [Fact]
    public async Task Instance_works_as_an_agent_over_its_lifetime()
    {
        await DefineAsync();
        var spawned = await SpawnAsync(new { definition = "reviewer", definition_version = "stable", instance_id = _id, project = "apollo" });
        (spawned.Status, (string?)spawned["outcome"], spawned["definition_version"].AsInt(), (string?)spawned["status"]).ShouldBe((201, "spawned", 1, "initializing"));
        spawned.Location.ShouldBe($"{Instances}/{_id}");

        var agent = await _api.GetAsync($"/api/v1/agents/{_id}");
        ((string?)agent["workspace"], (string?)agent["project"], (string?)agent["type"], (string?)agent["version"], (string?)agent["status"]).ShouldBe(
            (_client.Workspace, "apollo", "reviewer", "1", "initializing"));
        ((string?)agent["metadata"]!["definition"], agent["metadata"]!["definition_version"].AsInt(), (string?)agent["metadata"]!["team"]).ShouldBe(("reviewer", 1, "core"));
        ((string?)agent["factory"]!["name"], (string?)agent["tags"]![0]).ShouldBe(("reviewers", "code"));

        (await _client.SendAsync("GET", $"/api/v1/agents/{_id}/versions"))["versions"]!.AsArray().Count.ShouldBe(1);

        var beat = await _api.SendAsync(HttpMethod.Post, $"/api/v1/agents/{_id}/heartbeat", new { status = "idle" });
        beat.Status.ShouldBe(200);
        await Eventually.HoldsAsync(async () => (string?)(await GetAsync())["status"] == "idle");
        (await _api.GetAsync($"/api/v1/capabilities/search?q=code_review&workspace={_client.Workspace}")).Text.ShouldContain(_id);
        var route = await _api.SendAsync(HttpMethod.Post, "/api/v1/route", new { query = "review a change of a program" }, ("X-Workspace", _client.Workspace));
        ((string?)route["candidates"]![0]!["agent_id"]).ShouldBe(_id);

        var configured = await _client.SendAsync("PUT", $"{Instances}/{_id}/configuration", new { configuration = new { language = "csharp", mostFiles = 3 } });
        (configured.Status, (string?)configured["outcome"]).ShouldBe((200, "updated"));
        (await GetAsync())["configuration"]!.ToJsonString().ShouldBe("""{"language":"csharp","mostFiles":3}""");
        (await ChangeAsync("busy"))["status"]!.GetValue<string>().ShouldBe("busy");
        (await ChangeAsync("error", "the model is away")).Status.ShouldBe(200);
        var failed = await GetAsync();
        ((string?)failed["status"], (string?)failed["last_error"]!["message"]).ShouldBe(("error", "the model is away"));
        ((string?)(await _api.GetAsync($"/api/v1/agents/{_id}"))["status"]).ShouldBe("error");

        ((string?)(await _client.SendAsync("DELETE", $"{Instances}/{_id}"))["outcome"]).ShouldBe("deleted");
        (await GetAsync()).Status.ShouldBe(404);
        (await _api.GetAsync($"/api/v1/agents/{_id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Instances_are_listed_by_project_definition_and_status()
    {
        await DefineAsync();
        await _client.SaveAsync("tester", new { name = "Tester" });
        await SpawnAsync(new { definition = "reviewer", instance_id = $"{_id}-a", project = "apollo" });
        await SpawnAsync(new { definition = "reviewer", instance_id = $"{_id}-b", project = "zeus" });
        await SpawnAsync(new { definition = "tester", instance_id = $"{_id}-c", project = "zeus", name = "Third" });
        await _client.SendAsync("PUT", $"{Instances}/{_id}-c/status", new { status = "active" });

        (await IdsAsync("")).ShouldBe(["a", "b", "c"]);
        (await IdsAsync("?project=zeus")).ShouldBe(["b", "c"]);
        (await IdsAsync("?definition=reviewer")).ShouldBe(["a", "b"]);
        (await IdsAsync("?status=active")).ShouldBe(["c"]);
        (await IdsAsync("?limit=2")).ShouldBe(["a", "b"]);
        var next = (string)(await _client.SendAsync("GET", $"{Instances}?limit=2"))["next_cursor"]!;
        (await IdsAsync($"?limit=2&cursor={next}")).ShouldBe(["c"]);
        ((string?)(await _client.SendAsync("GET", $"{Instances}/{_id}-c"))["name"]).ShouldBe("Third");
    }

    [Fact]
    public async Task Invalid_configuration_reports_every_error_and_creates_nothing()
    {
        await DefineAsync();
        var answer = await SpawnAsync(new { definition = "reviewer", instance_id = _id, configuration = new { model = "huge", mostFiles = 0 } });

        (answer.Status, answer.Type()).ShouldBe((400, (400, "invalid_request")));
        answer.Faults.Order(StringComparer.Ordinal).ShouldBe(["configuration/language", "configuration/model", "configuration/mostFiles"]);
        (await GetAsync()).Status.ShouldBe(404);
        (await _api.GetAsync($"/api/v1/agents/{_id}")).Status.ShouldBe(404);

        await SpawnAsync(new { definition = "reviewer", instance_id = _id });
        (await _client.SendAsync("PUT", $"{Instances}/{_id}/configuration", new { configuration = new { language = "python", mostFiles = "many" } }))
            .Faults.ShouldBe(["configuration/mostFiles"]);
        (await GetAsync())["configuration"]!.ToJsonString().ShouldBe("""{"language":"python"}""");
    }

    [Fact]
    public async Task Concurrent_creations_respect_the_instance_limit()
    {
        await DefineAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SpawnAsync(new { definition = "reviewer" })));

        answers.Count(answer => answer.Status == 201).ShouldBe(20);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
        {
            (refused.Type(), refused["limit"].AsInt()).ShouldBe(((409, "instances_full"), 20));
        }

        var ids = answers.Where(answer => answer.Status == 201).Select(answer => (string)answer["instance_id"]!).ToList();
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.StartsWith("reviewer-", StringComparison.Ordinal));

        // One that ends, whichever way, leaves room for another.
        await _client.SendAsync("DELETE", $"{Instances}/{ids[0]}");
        (await SpawnAsync(new { definition = "reviewer" })).Status.ShouldBe(201);
        (await SpawnAsync(new { definition = "reviewer" })).Status.ShouldBe(409);
        (await _api.SendAsync(HttpMethod.Delete, $"/api/v1/agents/{ids[1]}", null)).Status.ShouldBe(200);
        (await _client.SendAsync("GET", $"{Instances}/{ids[1]}")).Status.ShouldBe(404);
        (await SpawnAsync(new { definition = "reviewer" })).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Definition_with_instances_is_not_deleted_and_a_disabled_one_creates_none()
    {
        await DefineAsync();
        await SpawnAsync(new { definition = "reviewer", instance_id = _id });
        (await _client.SendAsync("DELETE", DefinitionClient.Path("reviewer"))).Type().ShouldBe((409, "definition_in_use"));
        await _client.SendAsync("PUT", $"{DefinitionClient.Path("reviewer")}/enabled", new { enabled = false });
        (await SpawnAsync(new { definition = "reviewer" })).Type().ShouldBe((409, "definition_disabled"));
        (await GetAsync()).Status.ShouldBe(200);
        await _client.SendAsync("DELETE", $"{Instances}/{_id}");
        (await _client.SendAsync("DELETE", DefinitionClient.Path("reviewer"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Repeated_idempotency_key_creates_no_second_instance()
    {
        await DefineAsync();
        var first = await _client.SendAsync("POST", Instances, new { definition = "reviewer" }, ("Idempotency-Key", "k1"));
        var again = await _client.SendAsync("POST", Instances, new { definition = "reviewer" }, ("Idempotency-Key", "k1"));
        (first.Status, again.Status, (string?)again["outcome"], (string?)again["instance_id"]).ShouldBe((201, 200, "unchanged", (string?)first["instance_id"]));
        (await _client.SendAsync("GET", Instances))["instances"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "", "{}", 400, "definition")]
    [InlineData("POST", "", """{"definition":"nothing"}""", 404, null)]
    [InlineData("POST", "", """{"definition":"reviewer","definition_version":3}""", 404, null)]
    [InlineData("POST", "", """{"definition":"reviewer","definition_version":"nowhere"}""", 404, null)]
    [InlineData("POST", "", """{"definition":"reviewer","definition_version":0}""", 400, "definition_version")]
    [InlineData("POST", "", """{"definition":"reviewer","instance_id":"has space"}""", 400, "instance_id")]
    [InlineData("POST", "", """{"definition":"reviewer","instance_id":"HERE"}""", 409, null)]
    [InlineData("POST", "", """{"definition":"reviewer","configuration":[]}""", 400, "configuration")]
    [InlineData("PUT", "/HERE/configuration", "{}", 400, "configuration")]
    [InlineData("PUT", "/nothing/configuration", """{"configuration":{}}""", 404, null)]
    [InlineData("PUT", "/HERE/status", "{}", 400, "status")]
    [InlineData("PUT", "/HERE/status", """{"status":"sleeping"}""", 400, "status")]
    [InlineData("PUT", "/HERE/status", """{"status":"busy"}""", 409, null)]
    [InlineData("PUT", "/HERE/status", """{"status":"idle","error":"boom"}""", 400, "error")]
    [InlineData("PUT", "/nothing/status", """{"status":"idle"}""", 404, null)]
    [InlineData("DELETE", "/nothing", null, 404, null)]
    [InlineData("GET", "/nothing", null, 404, null)]
    [InlineData("GET", "?status=sleeping", null, 400, "status")]
    [InlineData("GET", "?limit=0", null, 400, "limit")]
    [InlineData("GET", "?cursor=%3F", null, 400, "cursor")]
    public async Task Invalid_input_gets_problem_details_and_stores_nothing(string method, string path, string? body, int status, string? field)
    {
        await DefineAsync();
        await SpawnAsync(new { definition = "reviewer", instance_id = _id });
        var before = (await _client.SendAsync("GET", Instances)).Text;

        var answer = await _client.SendAsync(method, Instances + path.Replace("HERE", _id, StringComparison.Ordinal), body?.Replace("HERE", _id, StringComparison.Ordinal));

        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
        if (field is not null)
        {
            answer.Faults.ShouldContain(field, answer.Text);
        }

        (await _client.SendAsync("GET", Instances)).Text.ShouldBe(before);
    }

    [Fact]
    public async Task Disallowed_status_is_refused_with_the_current_one()
    {
        await DefineAsync();
        await SpawnAsync(new { definition = "reviewer", instance_id = _id });
        var refused = await ChangeAsync("busy");
        (refused.Type(), (string?)refused["current_status"]).ShouldBe(((409, "instance_status"), "initializing"));
        (await ChangeAsync("offline")).Status.ShouldBe(200);
        (await ChangeAsync("idle")).Type().ShouldBe((409, "instance_status"));
        (await ChangeAsync("initializing")).Status.ShouldBe(200);
        ((string?)(await GetAsync())["status"]).ShouldBe("initializing");
    }

    [Theory]
    [InlineData((256 << 10) - 8, 201)]
    [InlineData((256 << 10) - 7, 400)]
    [InlineData(10 << 20, 413)]
    public async Task A_configuration_may_be_of_256_KiB(int characters, int status)
    {
        await _client.SaveAsync("any", new { name = "Any" });
        var answer = await _client.SendAsync("POST", Instances, $$$$"""{"definition":"any","instance_id":"{{{{_id}}}}","configuration":{"k":"{{{{new string('x', characters)}}}}"}}""");
        answer.Status.ShouldBe(status);
        (await GetAsync()).Status.ShouldBe(status == 201 ? 200 : 404);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a b")]
    public async Task Invalid_workspace_is_reported(string workspace)
    {
        (string Method, string Path, object? Body)[] routes =
        [
            ("GET", Instances, null), ("GET", $"{Instances}/{_id}", null), ("POST", Instances, new { definition = "reviewer" }),
            ("PUT", $"{Instances}/{_id}/status", new { status = "idle" }), ("PUT", $"{Instances}/{_id}/configuration", new { configuration = new { } }),
            ("DELETE", $"{Instances}/{_id}", null),
        ];
        foreach (var (method, path, body) in routes)
        {
            var answer = await _api.SendAsync(new HttpMethod(method), path, body, ("X-Workspace", workspace));
            (answer.Status, answer.Faults[0]).ShouldBe((400, "X-Workspace"), $"{method} {path}");
        }
    }

    private async Task DefineAsync()
    {
        (await _client.SaveAsync("reviewer", Content)).Status.ShouldBe(201);
        await _client.SendAsync("PUT", $"{DefinitionClient.Path("reviewer")}/labels/stable", new { });
    }

    private Task<Answer> SpawnAsync(object body) => _client.SendAsync("POST", Instances, body);

    private Task<Answer> GetAsync() => _client.SendAsync("GET", $"{Instances}/{_id}");

    private Task<Answer> ChangeAsync(string status, string? error = null) =>
        _client.SendAsync("PUT", $"{Instances}/{_id}/status", error is null ? new { status } : new { status, error });

    private async Task<IEnumerable<string>> IdsAsync(string query) =>
        (await _client.SendAsync("GET", Instances + query))["instances"]!.AsArray().Select(instance => ((string)instance!["instance_id"]!)[(_id.Length + 1)..]);
}
