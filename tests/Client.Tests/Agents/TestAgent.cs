using System.Collections.Concurrent;
using AgentRegistry.Contracts;

namespace AgentRegistry.Client.Tests.Agents;

/// <summary>Keeps what was called, and fails when it is told to.</summary>
internal sealed class TestAgent(string id) : BaseAgent, IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _calls = new();

    public TestAgent()
        : this($"agent-{Guid.NewGuid():N}")
    {
    }

    public string Id => id;

    /// <summary>The hooks that were called, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>It was activated, and takes work.</summary>
    public bool Works => IsActive && Calls[^1] == "activate";

    /// <summary>What a hook does instead of succeeding.</summary>
    public ConcurrentDictionary<string, Func<Task>> Instead { get; } = new();

    public int IntervalSeconds { get; init; } = 1;

    public override RegisterAgent Registration => new()
    {
        AgentId = id,
        Name = "Test",
        Capabilities = [new Capability { Name = "testing" }],
        HeartbeatIntervalSeconds = IntervalSeconds,
    };

    public Task<string> DoAsync(string task, Func<CancellationToken, Task<string>> work) => WorkAsync(task, work);

    public ValueTask DisposeAsync()
    {
        _calls.Enqueue("dispose");
        return ValueTask.CompletedTask;
    }

    protected override Task InitializeAsync(CancellationToken cancellationToken) => CallAsync("initialize");

    protected override Task ActivateAsync(CancellationToken cancellationToken) => CallAsync("activate");

    protected override Task DeactivateAsync(CancellationToken cancellationToken) => CallAsync("deactivate");

    protected override Task ShutdownAsync(CancellationToken cancellationToken) => CallAsync("shutdown");

    private Task CallAsync(string hook)
    {
        _calls.Enqueue(hook);
        return Instead.TryGetValue(hook, out var instead) ? instead() : Task.CompletedTask;
    }
}
