using System.Text.Json.Nodes;

namespace AgentRegistry.EndToEnd;

/// <summary>Asks for the contexts of a workspace that no other test has.</summary>
public sealed class ContextClient(ApiClient api)
{
    public string Workspace { get; } = $"workspace-{Guid.NewGuid():N}";

    public static string Path(string name, string agent = "coder") => $"/api/v1/contexts/{agent}/{name}";

    public Task<Answer> WriteAsync(string name, object data, int? expected = null) =>
        SendAsync("PUT", Path(name), new { data, created_by = "alice" }, expected is null ? [] : [("If-Match", $"\"{expected}\"")]);

    public Task<Answer> RollbackAsync(string name, object target) => SendAsync("POST", $"{Path(name)}/rollback", target);

    public Task<Answer> GetAsync(string name, string query = "") => SendAsync("GET", Path(name) + query);

    public Task<Answer> SendAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        api.SendAsync(new HttpMethod(method), path, body, [("X-Workspace", Workspace), .. headers]);

    /// <summary>The numbers of all versions, the newest first.</summary>
    public async Task<IReadOnlyList<int>> VersionsAsync(string name) =>
        [.. (await SendAsync("GET", $"{Path(name)}/versions"))["versions"]!.AsArray().Select(version => (int)version!["version"]!)];

    /// <summary>Everything that there is of the workspace's contexts, as text.</summary>
    public async Task<string> AllAsync()
    {
        var list = await SendAsync("GET", "/api/v1/contexts");
        var texts = new List<string> { list.Text };
        foreach (var context in list["contexts"]!.AsArray())
        {
            var path = Path((string)context!["name"]!, (string)context["agent_id"]!);
            texts.Add((await SendAsync("GET", path)).Text);
            texts.Add((await SendAsync("GET", $"{path}/versions")).Text);
        }

        return string.Join('\n', texts);
    }
}
