using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;

namespace AgentRegistry.Routing;

/// <summary>Any endpoint that speaks as OpenAI's does. Microsoft.Extensions.AI.OpenAI, which would be this, is not to be had.</summary>
internal sealed class OpenAiVectors(VectorOptions options) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingClient _client = new(
        options.Model,
        new ApiKeyCredential(options.ApiKey.Length > 0 ? options.ApiKey : "none"),
        new OpenAIClientOptions { Endpoint = new Uri(options.Endpoint), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = await _client.GenerateEmbeddingsAsync(values, options: null, cancellationToken);
        return [.. answer.Value.OrderBy(embedding => embedding.Index).Select(embedding => new Embedding<float>(embedding.ToFloats()))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The client shares the process's connections.
    }
}
