using System.Text.Json.Nodes;
using Shouldly;

namespace AgentRegistry.EndToEnd;

/// <summary>Asks for the sessions of a workspace that no other test has.</summary>
public sealed class SessionClient(ApiClient api)
{
    public string Workspace { get; } = $"workspace-{Guid.NewGuid():N}";

    public async Task<string> CreateAsync(string user)
    {
        var created = await SendAsync("POST", "/api/v1/sessions", new { user_id = user });
        created.Status.ShouldBe(201, created.Text);
        return (string)created["session_id"]!;
    }

    public Task<Answer> SayAsync(string id, object body) => SendAsync("POST", $"/api/v1/sessions/{id}/messages", body);

    public Task<Answer> CallAsync(string id, string agent, string query, string response) => SendAsync(
        "POST", $"/api/v1/sessions/{id}/invocations", new { agent_id = agent, query, response, success = true, duration_ms = 100 });

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> SendAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        api.SendAsync(new HttpMethod(method), path, body, [("X-Workspace", Workspace), .. headers]);

    /// <summary>All pages of a list.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string query)
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
internal static class SessionResponses
{
    public static int? AsInt(this JsonNode? node) => (int?)node;

    public static bool? AsBool(this JsonNode? node) => (bool?)node;

    /// <summary>Status and kind of a problem.</summary>
    public static (int Status, string Kind) Type(this Answer answer) => (answer.Status, ((string?)answer["type"] ?? "").Split(':')[^1]);
}
