using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentRegistry.EndToEnd;

/// <summary>Asks the API as a user would: JSON in, status and JSON out.</summary>
public sealed class ApiClient(Uri address) : IDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object? body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        var content = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? "",
            response.Headers.ETag?.Tag,
            IsJson(response) && content.Length > 0 ? JsonNode.Parse(content) : null,
            content)
        {
            Location = response.Headers.Location?.ToString(),
        };
    }

    public void Dispose() => Http.Dispose();

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
}

/// <summary>What the API answered.</summary>
public sealed record Answer(int Status, string MediaType, string? ETag, JsonNode? Json, string Text)
{
    public string? Location { get; init; }

    public JsonNode? this[string name] => Json?[name];

    /// <summary>The names of the fields that a problem complains of.</summary>
    public IReadOnlyList<string> Faults => Json?["errors"] is JsonObject errors ? [.. errors.Select(error => error.Key)] : [];
}
