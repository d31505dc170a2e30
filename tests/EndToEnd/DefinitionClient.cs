using System.Text.Json.Nodes;

namespace AgentRegistry.EndToEnd;

/// <summary>Asks for the definitions and instances of a workspace that no other test has.</summary>
public sealed class DefinitionClient(ApiClient api)
{
    public string Workspace { get; } = $"workspace-{Guid.NewGuid():N}";

    public static string Path(string slug) => $"/api/v1/definitions/{slug}";

    public Task<Answer> SaveAsync(string slug, object content, int? expected = null) =>
        SendAsync("PUT", Path(slug), new { content, created_by = "alice" }, expected is null ? [] : [("If-Match", $"\"{expected}\"")]);

    public Task<Answer> GetAsync(string slug, string query = "") => SendAsync("GET", Path(slug) + query);

    public Task<Answer> SendAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        api.SendAsync(new HttpMethod(method), path, body, [("X-Workspace", Workspace), .. headers]);

    /// <summary>Everything that there is of the workspace's definitions, as text.</summary>
    public async Task<string> AllAsync()
    {
        var list = await SendAsync("GET", "/api/v1/definitions");
        var texts = new List<string> { list.Text };
        foreach (var slug in list["definitions"]!.AsArray().Select(definition => (string)definition!["slug"]!))
        {
            texts.Add((await GetAsync(slug)).Text);
            texts.Add((await SendAsync("GET", $"{Path(slug)}/versions")).Text);
        }

        return string.Join('\n', texts);
    }
}
