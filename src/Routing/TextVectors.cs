using System.ClientModel;
using System.ClientModel.Primitives;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Resilience;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Embeddings;
using Polly;
using Polly.CircuitBreaker;

namespace AgentRegistry.Routing;

/// <summary>
/// Makes vectors of queries, and of agents as they come and change. Whatever the endpoint does, routing goes on: a query waits a
/// moment at most and is compared by its words, and after three failures in a row it does not wait at all for a while.
/// </summary>
public sealed partial class TextVectors : BackgroundService, IFeedSubscriber
{
    private const int FailuresToOpen = 3;
    private const int MostKept = 1_024;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly AgentDirectory _directory;
    private readonly VectorOptions _options;
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _generator;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _queries;
    private readonly ResiliencePipeline _batches;
    private readonly FeedSignal _changed;
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly Lock _keeping = new();
    private readonly Dictionary<string, ReadOnlyMemory<float>> _kept = new(StringComparer.Ordinal);

    public TextVectors(AgentDirectory directory, VectorOptions options, TimeProvider time, ILogger<TextVectors> logger)
        : this(directory, options, options.AreOn ? OpenAi(options) : null, time, logger)
    {
    }

    /// <param name="directory">Whose agents.</param>
    /// <param name="options">How long to wait.</param>
    /// <param name="generator">Makes the vectors; null: there are none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public TextVectors(
        AgentDirectory directory, VectorOptions options, IEmbeddingGenerator<string, Embedding<float>>? generator, TimeProvider time, ILogger<TextVectors> logger)
    {
        (_directory, _options, _generator, _time, _logger) = (directory, options, generator, time, logger);
        _changed = new FeedSignal(time);
        var breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(ConsecutiveFailures.Breaker(FailuresToOpen, TimeSpan.FromSeconds(options.OpenSeconds), exception => !IsRefusal(exception)))
            .Build();
        _queries = Limited(TimeSpan.FromMilliseconds(options.QueryMilliseconds));
        _batches = Limited(TimeSpan.FromSeconds(options.BatchSeconds));

        ResiliencePipeline Limited(TimeSpan limit) => new ResiliencePipelineBuilder { TimeProvider = time }.AddPipeline(breaker).AddTimeout(limit).Build();
    }

    /// <summary>The vector of a query; null where there is none in time.</summary>
    public async Task<ReadOnlyMemory<float>?> OfQueryAsync(string query, CancellationToken cancellationToken)
    {
        if (_generator is null)
        {
            return null;
        }

        lock (_keeping)
        {
            if (_kept.TryGetValue(query, out var known))
            {
                return known;
            }
        }

        try
        {
            var vectors = await GenerateAsync(_queries, [query], cancellationToken);
            return Keep(query, vectors[0].Vector);
        }
        catch (BrokenCircuitException)
        {
            // The failures that opened it were told; thousands of queries are not to say it again.
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogAway(exception.Message);
            return null;
        }
    }

    public void Reset(AgentSnapshot snapshot) => _changed.Pulse();

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        if (entries.Any(entry => entry.Kind == FeedKind.AgentChanged))
        {
            _changed.Pulse();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_generator is not null && !stoppingToken.IsCancellationRequested)
        {
            var next = _changed.Next;
            try
            {
                if (await PlaceAsync(stoppingToken) == 0)
                {
                    await _changed.WaitAsync(next, Timeout.InfiniteTimeSpan, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever the fault: agents without a vector are found by their words, and this is of use only if it goes on.
                LogAway(exception.Message);
                await Task.Delay(Look, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Returns how many agents were given a vector.</summary>
    private async Task<int> PlaceAsync(CancellationToken cancellationToken)
    {
        var agents = _directory.WithoutVector(_options.BatchSize, agent => _refused.TryGetValue(agent.Id, out var text) && text == AgentVectorText.Of(agent));
        if (agents.Count > 0)
        {
            await PlaceAsync(agents, cancellationToken);
        }

        return agents.Count;
    }

    /// <summary>A text that the model refuses costs only its own agent.</summary>
    private async Task PlaceAsync(IReadOnlyList<Agent> agents, CancellationToken cancellationToken)
    {
        try
        {
            var vectors = await GenerateAsync(_batches, [.. agents.Select(AgentVectorText.Of)], cancellationToken);
            _directory.SetVectors([.. agents.Zip(vectors, (agent, vector) => (agent, vector.Vector))]);
        }
        catch (Exception exception) when (IsRefusal(exception) && agents.Count > 1)
        {
            foreach (var agent in agents)
            {
                await PlaceAsync([agent], cancellationToken);
            }
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            _refused[agents[0].Id] = AgentVectorText.Of(agents[0]);
            LogRefused(agents[0].Id, exception.Message);
        }
    }

    /// <summary>The endpoint is there, and wants nothing of this text.</summary>
    private static bool IsRefusal(Exception exception) => exception is ClientResultException { Status: 400 or 413 or 422 };

    private async Task<IReadOnlyList<Embedding<float>>> GenerateAsync(
        ResiliencePipeline pipeline, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(
            async token =>
            {
                // A generator of the host's own need not look at the token.
                var vectors = await _generator!.GenerateAsync(texts, cancellationToken: token).WaitAsync(token);
                return vectors.Count == texts.Count ? vectors : throw new InvalidDataException($"{vectors.Count} vectors of {texts.Count} texts");
            },
            cancellationToken);

    /// <summary>Any endpoint that speaks as OpenAI's does. The breaker replaces the client's own retries.</summary>
    private static IEmbeddingGenerator<string, Embedding<float>> OpenAi(VectorOptions options) => new EmbeddingClient(
        options.Model,
        new ApiKeyCredential(options.ApiKey.Length > 0 ? options.ApiKey : "none"),
        new OpenAIClientOptions { Endpoint = new Uri(options.Endpoint), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) }).AsIEmbeddingGenerator();

    /// <summary>The same is often asked again; when there are too many, all are forgotten.</summary>
    private ReadOnlyMemory<float> Keep(string query, ReadOnlyMemory<float> vector)
    {
        lock (_keeping)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            return _kept[query] = vector;
        }
    }

    [LoggerMessage(EventId = 2036, Level = LogLevel.Warning, Message = "Agent {AgentId} has no vector: its text is refused: {Reason}")]
    private partial void LogRefused(string agentId, string reason);

    [LoggerMessage(EventId = 2035, Level = LogLevel.Warning, Message = "Texts are compared without vectors for now: {Reason}")]
    private partial void LogAway(string reason);
}
