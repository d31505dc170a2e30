using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>
/// What is one workspace's is not there for another, whichever route is tried. The routes are those that the API itself names: a new
/// one fails here until it has its attempt.
/// </summary>
public abstract class WorkspaceIsolationSpecification(ISystem system)
{
    private const string Secret = "ours alone";

    /// <summary>It has no end: <see cref="FeedSpecification"/>.</summary>
    private static readonly string[] TriedElsewhere = ["GET /api/v1/stream"];

    private static readonly Attempt[] Attempts =
    [
        new("GET", "/api/v1/sessions", null) { Sees = "sessions" },
        new("POST", "/api/v1/sessions", new { session_id = "support-1", user_id = "mallory" }) { MakesItsOwn = true },
        new("GET", "/api/v1/sessions/analysis", null) { Sees = "agents" },
        new("GET", "/api/v1/sessions/{id}", null),
        new("DELETE", "/api/v1/sessions/{id}", null),
        new("GET", "/api/v1/sessions/{id}/messages", null),
        new("POST", "/api/v1/sessions/{id}/messages", new { role = "user", content = "intruder" }),
        new("GET", "/api/v1/sessions/{id}/invocations", null),
        new("POST", "/api/v1/sessions/{id}/invocations", new { agent_id = "a", query = "q", success = true }),
        new("GET", "/api/v1/sessions/{id}/context", null),
        new("GET", "/api/v1/sessions/{id}/export", null),
        new("PUT", "/api/v1/sessions/{id}/status", new { status = "completed" }),
        new("POST", "/sessions", new { session_id = "support-1", user_id = "mallory" }) { MakesItsOwn = true },
        new("GET", "/sessions/{id}", null),
        new("DELETE", "/sessions/{id}", null),
        new("POST", "/sessions/{id}/invocations", new { agent_name = "a", query = "q", success = true }),
        new("POST", "/sessions/{id}/history", new { role = "user", content = "intruder" }),
        new("PATCH", "/sessions/{id}/status", new { status = "completed" }),
        new("GET", "/api/v1/contexts", null) { Sees = "contexts" },
        new("GET", "/api/v1/contexts/{agent}/{name}", null),
        new("DELETE", "/api/v1/contexts/{agent}/{name}", null),
        new("PUT", "/api/v1/contexts/{agent}/{name}", new { data = new { said = "intruder" } }) { MakesItsOwn = true },
        new("GET", "/api/v1/contexts/{agent}/{name}/versions", null),
        new("GET", "/api/v1/contexts/{agent}/{name}/diff", null) { Query = "?from=1&to=2" },
        new("DELETE", "/api/v1/contexts/{agent}/{name}/checkpoints/{checkpoint}", null),
        new("PUT", "/api/v1/contexts/{agent}/{name}/checkpoints/{checkpoint}", new { version = 1 }),
        new("POST", "/api/v1/contexts/{agent}/{name}/rollback", new { to_version = 1 }),
        new("GET", "/api/v1/definitions", null) { Sees = "definitions" },
        new("GET", "/api/v1/definitions/{slug}", null),
        new("DELETE", "/api/v1/definitions/{slug}", null),
        new("PUT", "/api/v1/definitions/{slug}", new { content = new { name = "intruder" } }) { MakesItsOwn = true },
        new("GET", "/api/v1/definitions/{slug}/versions", null),
        new("GET", "/api/v1/definitions/{slug}/diff", null) { Query = "?from=1&to=2" },
        new("DELETE", "/api/v1/definitions/{slug}/labels/{label}", null),
        new("PUT", "/api/v1/definitions/{slug}/labels/{label}", new { version = 1 }),
        new("PUT", "/api/v1/definitions/{slug}/enabled", new { enabled = false }),
        new("POST", "/api/v1/definitions/{slug}/restore", new { to_version = 1 }),
        new("GET", "/api/v1/instances", null) { Sees = "instances" },
        new("POST", "/api/v1/instances", new { definition = "reviewer" }),
        new("GET", "/api/v1/instances/{id}", null),
        new("DELETE", "/api/v1/instances/{id}", null),
        new("PUT", "/api/v1/instances/{id}/configuration", new { configuration = new { said = "intruder" } }),
        new("PUT", "/api/v1/instances/{id}/status", new { status = "idle" }),
        new("POST", "/api/v1/route", new { query = "show me more", session_id = "support-1" }) { Sees = "candidates" },
        new("GET", "/api/v1/routes/{id}", null),
        OfAgent("GET", "/api/v1/agents") with { Sees = "agents" },
        OfAgent("POST", "/api/v1/agents", id => new { id, name = "Intruder" }) with { Answer = 409 },
        OfAgent("POST", "/api/v1/agents/bulk", id => new { agents = new[] { new { id, name = "Intruder" } } }) with { Answer = 200 },
        OfAgent("GET", "/api/v1/agents/{id}"),
        OfAgent("DELETE", "/api/v1/agents/{id}"),
        OfAgent("GET", "/api/v1/agents/{id}/health"),
        OfAgent("POST", "/api/v1/agents/{id}/heartbeat", _ => new { status = "error" }) with { Answer = 410 },
        OfAgent("PUT", "/api/v1/agents/{id}/capabilities", _ => new { capabilities = new[] { "intrusion" } }),
        OfAgent("PATCH", "/api/v1/agents/{id}/status", _ => new { enabled = false }),
        OfAgent("PATCH", "/api/v1/agents/status", id => new { agent_ids = new[] { id }, enabled = false }) with { Answer = 200 },
        OfAgent("GET", "/api/v1/agents/{id}/versions"),
        OfAgent("GET", "/api/v1/agents/{id}/versions/{version}"),
        OfAgent("GET", "/api/v1/agents/{id}/versions/diff") with { Query = "?from=1&to=2" },
        OfAgent("POST", "/api/v1/agents/{id}/versions/{version}/restore", _ => new { changed_by = "intruder" }),
        OfAgent("GET", "/api/v1/capabilities/search") with { Query = "?q=ours", Sees = "matches" },
        OfAgent("GET", "/api/v1/changes") with { Query = "?since=0&wait=0s", Sees = "changes" },
        OfAgent("GET", "/api/v1/memory/search") with { Query = "?q=alone", Sees = "records" },
        OfAgent("GET", "/api/v1/stats") with { Counts = "total_agents" },
        OfAgent("POST", "/register", id => new { agent_id = id, agent_name = "Intruder" }) with { Answer = 409 },
        OfAgent("GET", "/agents") with { Sees = "agents" },
        OfAgent("GET", "/agents/{id}"),
        OfAgent("POST", "/agents/{id}/heartbeat"),
        OfAgent("GET", "/health/{id}"),
        OfAgent("GET", "/capabilities/search") with { Query = "?q=ours", Sees = "matches" },
        OfAgent("GET", "/stats") with { Counts = "total_agents" },
        OfAgent("GET", "/registry/agents") with { Sees = "agents" },
        OfAgent("POST", "/registry/agents", id => new { agent_type = "intruder", agent_name = id }) with { Answer = 409 },
        OfAgent("GET", "/registry/agents/{name}"),
        OfAgent("GET", "/registry/export") with { Counts = "total" },
        OfAgent("PUT", "/registry/agents/{name}/capabilities", _ => new { capabilities = new[] { "intrusion" } }),
        OfAgent("PATCH", "/registry/agents/{name}/status", _ => new { enabled = false }),
        OfAgent("DELETE", "/registry/agents/{name}"),
    ];

    private readonly ApiClient _api = system.Api;
    private readonly string _workspace = $"workspace-{Guid.NewGuid():N}";
    private readonly string _agent = $"ours-{Guid.NewGuid():N}";
    private readonly string _instance = $"wall-{Guid.NewGuid():N}";
    private string _route = "";

    [Fact]
    public async Task Every_route_with_a_workspace_is_attempted_from_outside()
    {
        var document = await _api.GetAsync("/openapi/v1.json");
        var routes = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Method: operation.Key.ToUpperInvariant(), Path: path.Key, Operation: operation.Value!)))
            .Where(route => IsOfAWorkspace(route.Path) || TakesAWorkspace(route.Operation))
            .Select(route => $"{route.Method} {route.Path}")
            .Except(TriedElsewhere, StringComparer.Ordinal);

        routes.Order(StringComparer.Ordinal).ShouldBe(Attempts.Select(attempt => $"{attempt.Method} {attempt.Route}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_attempt_reads_or_changes_another_workspace()
    {
        await FillAsync();
        var before = await OursAsync();
        foreach (var (attempt, i) in Attempts.Select((attempt, i) => (attempt, i)))
        {
            // One that nobody else uses; and the default one, in which nothing is to be left behind.
            (string, string)[][] others = attempt.MakesItsOwn || attempt.IsOfAgents ? [[("X-Workspace", $"{_workspace}-{i}")]] : [[("X-Workspace", $"{_workspace}-{i}")], []];
            foreach (var headers in others)
            {
                var answer = await _api.SendAsync(new HttpMethod(attempt.Method), attempt.PathOn(_route, _agent, _instance), attempt.With?.Invoke(_agent) ?? attempt.Body, headers);
                (attempt switch
                {
                    { MakesItsOwn: true } => answer.Status is 200 or 201,
                    { Answer: { } status } => answer.Status == status,
                    { Counts: { } number } => answer.Status == 200 && answer[number].AsInt() == 0,
                    { Sees: { } list } => answer.Status == 200 && (headers.Length == 0 || answer[list]!.AsArray().All(IsOfTheRegistry)),
                    _ => answer.Status == 404,
                } && !answer.Text.Contains(Secret, StringComparison.Ordinal)).ShouldBeTrue($"{attempt.Method} {attempt.Route}: {answer.Status} {answer.Text}");
            }
        }

        (await OursAsync()).ShouldBe(before);
    }

    private static Attempt OfAgent(string method, string route, Func<string, object>? with = null) => new(method, route, null) { IsOfAgents = true, With = with };

    /// <summary>What the feed says of the registry itself concerns every workspace.</summary>
    private static bool IsOfTheRegistry(JsonNode? seen) => seen is JsonObject entry && (string?)entry["type"] == "registry_notice";

    private static bool IsOfAWorkspace(string path) => path.Split('/').Any(part => part is "sessions" or "contexts" or "definitions" or "instances");

    private static bool TakesAWorkspace(JsonNode operation) =>
        operation["parameters"]?.AsArray().Any(parameter => (string?)parameter!["name"] == "X-Workspace") == true;

    private async Task FillAsync()
    {
        await OkAsync("POST", "/api/v1/agents", new { id = _agent, name = "Ours", description = Secret, workspace = _workspace });
        await OkAsync("POST", "/api/v1/agents", new { id = _agent, name = "Ours", description = $"{Secret} still", workspace = _workspace });
        await OkAsync("POST", "/api/v1/sessions", new { session_id = "support-1", user_id = "alice" });
        await OkAsync("POST", "/api/v1/sessions/support-1/messages", new { role = "user", content = Secret });
        await OkAsync("POST", "/api/v1/sessions/support-1/invocations", new { agent_id = "tickets", query = Secret, response = Secret, success = true });
        await OkAsync("PUT", "/api/v1/contexts/coder/plan", new { data = new { said = Secret }, change_description = Secret });
        await OkAsync("PUT", "/api/v1/contexts/coder/plan", new { data = new { said = $"{Secret} still" }, change_description = Secret });
        await OkAsync("PUT", "/api/v1/contexts/coder/plan/checkpoints/approved", new { version = 1 });

        await OkAsync("PUT", "/api/v1/definitions/reviewer", new { content = new { name = "Reviewer", description = Secret }, change_description = Secret });
        await OkAsync("PUT", "/api/v1/definitions/reviewer", new { content = new { name = Secret, description = Secret }, change_description = Secret });
        await OkAsync("PUT", "/api/v1/definitions/reviewer/labels/stable", new { version = 1 });

        await OkAsync("POST", "/api/v1/instances", new { definition = "reviewer", instance_id = _instance, name = Secret, configuration = new { said = Secret } });

        // An activity is remembered a little later than it is answered.
        await OkAsync("POST", "/api/v1/agents/activity", new { agent_id = _agent, task_id = "1", status = "success", output = Secret });
        await Eventually.HoldsAsync(async () =>
            (await _api.SendAsync(HttpMethod.Get, "/api/v1/memory/search?q=alone", null, ("X-Workspace", _workspace)))["records"]!.AsArray().Count > 0);

        // Decisions are kept a little later than they are answered.
        _route = (string)(await OkAsync("POST", "/api/v1/route", new { query = Secret }))["route_id"]!;
        await Eventually.HoldsAsync(async () => (await _api.SendAsync(HttpMethod.Get, $"/api/v1/routes/{_route}", null, ("X-Workspace", _workspace))).Status == 200);
    }

    private async Task<string> OursAsync() => string.Join('\n',
        (await OkAsync("GET", "/api/v1/sessions/support-1")).Text,
        (await OkAsync("GET", "/api/v1/contexts/coder/plan")).Text,
        (await OkAsync("GET", "/api/v1/contexts/coder/plan/versions")).Text,
        (await OkAsync("GET", $"/api/v1/agents/{_agent}")).Text,
        (await OkAsync("GET", $"/api/v1/agents/{_agent}/versions")).Text,
        (await OkAsync("GET", "/api/v1/definitions/reviewer")).Text,
        (await OkAsync("GET", "/api/v1/definitions/reviewer/versions")).Text,
        (await OkAsync("GET", $"/api/v1/instances/{_instance}")).Text,
        (await OkAsync("GET", $"/api/v1/routes/{_route}")).Text);

    private async Task<Answer> OkAsync(string method, string path, object? body = null)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, body, ("X-Workspace", _workspace));
        answer.Status.ShouldBeOneOf(200, 201);
        return answer;
    }

    /// <summary>A route, tried on what is another workspace's.</summary>
    private sealed record Attempt(string Method, string Route, object? Body)
    {
        public string Query { get; init; } = "";

        /// <summary>The list of the answer that must be empty: the route is there, and only what is not one's own is not.</summary>
        public string? Sees { get; init; }

        /// <summary>What it is answered with, where that is not 404.</summary>
        public int? Answer { get; init; }

        /// <summary>The number of the answer that must be 0.</summary>
        public string? Counts { get; init; }

        /// <summary>The body, for the agent that is another workspace's.</summary>
        public Func<string, object>? With { get; init; }

        /// <summary>True of agents, which are found by id where no workspace is named (docs/decisions/0008).</summary>
        public bool IsOfAgents { get; init; }

        /// <summary>True where a thing of the same name is made in the other workspace.</summary>
        public bool MakesItsOwn { get; init; }

        public string PathOn(string route, string agent, string instance) => Route
            .Replace("{id}", Route.Split('/') switch { [.., "routes", _] => route, [_, _, _, "instances", ..] => instance, _ => IsOfAgents ? agent : "support-1" }, StringComparison.Ordinal)
            .Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{agent}", "coder", StringComparison.Ordinal)
            .Replace("{name}", IsOfAgents ? agent : "plan", StringComparison.Ordinal)
            .Replace("{checkpoint}", "approved", StringComparison.Ordinal)
            .Replace("{slug}", "reviewer", StringComparison.Ordinal)
            .Replace("{label}", "stable", StringComparison.Ordinal) + Query;
    }
}
