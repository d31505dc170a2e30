using System.Diagnostics;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;
using AgentRegistry.Storage.Tests.Memory;
using AgentRegistry.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using Shouldly;
using Xunit;

namespace AgentRegistry.Memory.Tests;

/// <summary>The memory server as a child of this process.</summary>
public sealed class StdioMemory : IAsyncLifetime
{
    private readonly MemoryServer _server = new();
    private McpMemory? _memory;

    public McpMemory Memory => _memory!;

    public ValueTask InitializeAsync()
    {
        // The file's place goes by the environment: `env` gives it to this one child alone.
        var options = new MemoryServerOptions { Command = "env", Arguments = $"\"MEMORY_FILE_PATH={_server.GraphFile}\" {MemoryServer.Command} \"{MemoryServer.Arguments}\"" };
        _memory = new McpMemory(options, new MemoryBreaker(options, TimeProvider.System), NullLoggerFactory.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        await _server.DisposeAsync();
    }
}

/// <summary>The memory server over streamable HTTP.</summary>
public sealed class HttpMemory : IAsyncLifetime
{
    private McpMemory? _memory;

    public MemoryServer Server { get; } = new();

    public McpMemory Memory => _memory!;

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        var options = new MemoryServerOptions { Url = Server.Address.ToString() };
        _memory = new McpMemory(options, new MemoryBreaker(options, TimeProvider.System), NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        await Server.DisposeAsync();
    }
}

public sealed class MemoryOverStdio(StdioMemory server) : MemorySpecification, IClassFixture<StdioMemory>
{
    protected override IMemoryStore Memory => server.Memory;

    [Fact]
    public async Task Thousand_records_are_stored_in_order()
    {
        var records = Enumerable.Range(0, 1_000).Select(i => Record($"axolotl {i}")).ToList();
        await Memory.StoreAsync(records, Token);

        (await Memory.SearchAsync(Ask("axolotl", 1_000), Token)).Count.ShouldBe(1_000);
    }

    [Fact]
    public Task Healthy_server_passes_the_health_check() => server.Memory.CheckAsync(Token);
}

public sealed class MemoryOverHttp(HttpMemory server) : MemorySpecification, IClassFixture<HttpMemory>
{
    protected override IMemoryStore Memory => server.Memory;

    [Fact]
    public Task Healthy_server_passes_the_health_check() => server.Memory.CheckAsync(Token);
}

/// <summary>A memory server that is away, hangs, dies or talks nonsense, and the circuit breaker before it.</summary>
public sealed class MemoryServerFaults
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_failures_open_the_circuit_and_the_second_of_two_attempts_closes_it()
    {
        await using var server = await new MemoryServer().StartAsync();
        var options = new MemoryServerOptions { Url = server.Address.ToString(), CallSeconds = 20, OpenSeconds = 5 };
        var breaker = new MemoryBreaker(options, TimeProvider.System);
        var states = new List<string>();
        breaker.Changed = () => states.Add(breaker.Reason.Length > 0 ? "away" : "back");
        await using var memory = new McpMemory(options, breaker, NullLoggerFactory.Instance);
        await memory.StoreAsync([Record()], Token);

        await server.KillAsync();
        for (var failure = 1; failure <= 3; failure++)
        {
            memory.IsReachable.ShouldBeTrue();
            await Should.ThrowAsync<MemoryServerException>(() => memory.StoreAsync([Record()], Token));
        }

        breaker.State.ShouldBe("open");
        memory.IsReachable.ShouldBeFalse();
        await Should.ThrowAsync<BrokenCircuitException>(() => memory.StoreAsync([Record()], Token));
        (await Should.ThrowAsync<MemoryServerException>(() => memory.SearchAsync(new SearchMemory { Query = "record", Limit = 5 }, Token))).Message.ShouldContain("open");

        await Eventually.HoldsAsync(() => breaker.State == "half_open");
        await server.StartAsync();
        await memory.StoreAsync([Record()], Token);
        breaker.State.ShouldBe("closed");
        server.Activities.Count.ShouldBe(2);
        (states[0], states[^1]).ShouldBe(("away", "back"));
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("yes nonsense")]
    [InlineData("head -c 1")]
    [InlineData("false")]
    [InlineData("no-such-program-anywhere")]
    public async Task Hanging_crashing_or_invalid_server_fails_within_the_time_limit(string command)
    {
        var parts = command.Split(' ', 2);
        var options = new MemoryServerOptions { Command = parts[0], Arguments = parts.ElementAtOrDefault(1) ?? "", CallSeconds = 1, StartSeconds = 2 };
        await using var memory = new McpMemory(options, new MemoryBreaker(options, TimeProvider.System), NullLoggerFactory.Instance);
        var watch = Stopwatch.StartNew();

        await Should.ThrowAsync<MemoryServerException>(() => memory.StoreAsync([Record()], Token));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private static MemoryRecord Record() => MemoryTags.Of(
        new ActivityRecorded { EventId = Guid.NewGuid(), AgentId = "a", TaskId = "record", Timestamp = DateTimeOffset.UnixEpoch, Status = ActivityStatus.Success }, agent: null);
}
