using System.Text.Json.Nodes;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Routing;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Routing.Tests;

/// <summary>An endpoint like OpenAI's over real HTTP. Its model is a fake, for none is to be had: a vector says which letters a text has.</summary>
public sealed class TextVectorsTests : IAsyncLifetime
{
    private readonly WebApplication _endpoint = Endpoint();
    private readonly AgentDirectory _directory = new();
    private static int _calls;
    private static volatile bool _isAway;
    private static volatile bool _isSilent;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_calls, _isAway, _isSilent) = (0, false, false);
        await _endpoint.StartAsync(Token);
        _directory.Load([Agent("ab", "aabb"), Agent("cd", "ccdd"), Agent("bad", "refuse me")], revision: 1);
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    [Fact]
    public async Task Vectors_are_requested_in_batches_and_a_refused_text_harms_no_other()
    {
        using var vectors = Vectors();
        await vectors.StartAsync(Token);
        vectors.Reset(new AgentSnapshot(1, []));

        await Eventually.HoldsAsync(() => Task.FromResult(_directory.WithoutVector(10, _ => false) is [{ Id: "bad" }]));
        var calls = Volatile.Read(ref _calls);
        calls.ShouldBeGreaterThan(1);

        _directory.Apply([new AgentChanged { AgentId = "ef", Change = AgentChange.Registered, Revision = 2, Agent = Agent("ef", "eeff") with { Revision = 2 } }], [], 2);
        vectors.Reset(new AgentSnapshot(2, []));
        await Eventually.HoldsAsync(() => Task.FromResult(_directory.WithoutVector(10, _ => false) is [{ Id: "bad" }]));
        await vectors.StopAsync(Token);
    }

    [Fact]
    public async Task Query_vector_is_cached()
    {
        using var vectors = Vectors();

        (await vectors.OfQueryAsync("abc", Token))!.Value.Span[..4].ToArray().ShouldBe([1, 1, 1, 0]);
        (await vectors.OfQueryAsync("abc", Token)).ShouldNotBeNull();
        Volatile.Read(ref _calls).ShouldBe(1);
    }

    [Fact]
    public async Task Unavailable_endpoint_gives_no_vector_and_is_skipped_after_three_failures()
    {
        using var vectors = Vectors();
        _isAway = true;
        for (var i = 0; i < 3; i++)
        {
            (await vectors.OfQueryAsync($"abc {i}", Token)).ShouldBeNull();
        }

        var calls = Volatile.Read(ref _calls);
        _isAway = false;
        (await vectors.OfQueryAsync("abc", Token)).ShouldBeNull();
        Volatile.Read(ref _calls).ShouldBe(calls);
    }

    [Fact]
    public async Task Endpoint_that_does_not_respond_is_not_waited_for()
    {
        using var vectors = Vectors(queryMilliseconds: 200);
        _isSilent = true;

        (await vectors.OfQueryAsync("abc", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_an_endpoint_there_are_no_vectors()
    {
        using var vectors = new TextVectors(_directory, new VectorOptions(), TimeProvider.System, NullLogger<TextVectors>.Instance);

        (await vectors.OfQueryAsync("abc", Token)).ShouldBeNull();
    }

    private TextVectors Vectors(int queryMilliseconds = 30_000) => new(
        _directory,
        new VectorOptions { Endpoint = _endpoint.Urls.Single() + "/v1", Model = "letters", ApiKey = "secret", QueryMilliseconds = queryMilliseconds, BatchSize = 10 },
        TimeProvider.System,
        NullLogger<TextVectors>.Instance);

    private static Agent Agent(string id, string text) => new() { Id = id, Name = text, Health = AgentHealth.Healthy, Revision = 1 };

    private static WebApplication Endpoint()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/v1/embeddings", async (HttpContext context) =>
        {
            Interlocked.Increment(ref _calls);
            if (_isSilent)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            var request = (await JsonNode.ParseAsync(context.Request.Body))!;
            var texts = request["input"]!.AsArray().Select(text => (string)text!).ToList();
            if (_isAway || context.Request.Headers.Authorization != "Bearer secret" || (string?)request["model"] != "letters")
            {
                return Results.StatusCode(503);
            }

            return texts.Any(text => text.Contains("refuse", StringComparison.Ordinal)) ? Results.StatusCode(400) : Results.Json(new
            {
                @object = "list",
                model = "letters",
                data = texts.Select((text, index) => new { @object = "embedding", index, embedding = Letters(text) }),
                usage = new { prompt_tokens = 1, total_tokens = 1 },
            });
        });
        return app;
    }

    private static float[] Letters(string text) => [.. Enumerable.Range('a', 26).Select(letter => text.Contains((char)letter) ? 1f : 0f)];
}
