using System.Net;
using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>The distributed system for all samples.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(15) };

    public DistributedSystem System { get; private set; } = null!;

    public string Api => System.Api.Address.ToString();

    public async ValueTask InitializeAsync() => System = await DistributedSystem.StartAsync();

    /// <summary>An agent as the API shows it; null when it does not know it.</summary>
    public async Task<JsonNode?> AgentAsync(string id)
    {
        using var response = await _client.GetAsync(new Uri(System.Api.Address, $"api/v1/agents/{id}"));
        return response.StatusCode == HttpStatusCode.NotFound ? null : JsonNode.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<long> ActivitiesAsync() =>
        (long)JsonNode.Parse(await _client.GetStringAsync(new Uri(System.Api.Address, "api/v1/stats")))!["total_activities"]!;

    public async Task DeleteAsync(string id) =>
        (await _client.DeleteAsync(new Uri(System.Api.Address, $"api/v1/agents/{id}"))).EnsureSuccessStatusCode().Dispose();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await System.DisposeAsync();
    }
}

/// <summary>One system for all: its processes share the broker's queues.</summary>
[CollectionDefinition(Name)]
public sealed class RunningSystemCollection : ICollectionFixture<RunningSystem>
{
    public const string Name = "running system";
}
