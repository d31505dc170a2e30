using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>The header <c>Idempotency-Key</c>: two requests with one key become one message id, and so have one effect.</summary>
internal sealed class IdempotencyKey : IEndpointParameterMetadataProvider
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 256;

    private readonly string _key;

    private IdempotencyKey(string key) => _key = key;

    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length > MaxLength)
        {
            ApiRequest.Of(context).Add(Header, $"must be at most {MaxLength} characters");
        }

        return ValueTask.FromResult<IdempotencyKey?>(new(key));
    }

    /// <summary>The id of the message that the request becomes: the key's within a scope, or a new one.</summary>
    /// <param name="scope">Whose keys these are: two agents may use the same.</param>
    /// <param name="now">Orders the new ones.</param>
    public Guid MessageId(string scope, DateTimeOffset now)
    {
        if (_key.Length == 0)
        {
            return Guid.CreateVersion7(now);
        }

        // As UUID version 5, with SHA-256 in place of SHA-1: version 8 is for what the standard leaves to the user.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}\n{_key}")).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new DocumentedHeader(Header, "Of the caller's choice, up to 256 characters. A request that is sent again with the same key has no second effect.", "task-123-done"));
}
