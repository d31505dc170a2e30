using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;

namespace AgentRegistry.QueryApi.Reading;

/// <summary>Reads JSON bodies, and says exactly what is wrong with one that cannot be read.</summary>
internal static class JsonBody
{
    public const string ContentType = "application/json";

    // On the bus and in the feed a body stands some levels deeper, and readers there stop at 64.
    private const int MaxDepth = 48;

    private static readonly JsonSerializerOptions Options = new(WireJson.Options) { MaxDepth = MaxDepth };

    /// <summary>The value, or the problem with it.</summary>
    public static async ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var limit = request.HttpContext.RequestServices.GetRequiredService<Limits>().MessageBytes;
        if (request.ContentLength > limit)
        {
            return (null, Problem.TooLarge(limit));
        }

        if (!request.HasJsonContentType())
        {
            return (null, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        // The whole body first: it is bounded, and text that is not UTF-8 is found before any of it is trusted.
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, Problem.TooLarge(limit));
            }

            if (read.IsCompleted)
            {
                var result = Parse<T>(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return result;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>One value out of a larger body, with the faults that keep it from being read.</summary>
    public static (T? Value, IReadOnlyList<Fault> Faults) Read<T>(JsonElement element)
        where T : class
    {
        try
        {
            return element.Deserialize<T>(Options) is { } value ? (value, []) : (null, [NotAnObject]);
        }
        catch (JsonException exception)
        {
            return (null, [JsonFault.Of(exception, typeof(T))]);
        }
    }

    private static Fault NotAnObject => new(JsonFault.WholeBody, "must be a JSON object");

    private static (T? Value, Problem? Problem) Parse<T>(in ReadOnlySequence<byte> buffer)
        where T : class
    {
        var json = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        if (!Utf8.IsValid(json))
        {
            return (null, Problem.Invalid(JsonFault.WholeBody, "must be UTF-8"));
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) is { } value ? (value, null) : (null, Problem.Invalid([NotAnObject]));
        }
        catch (JsonException exception)
        {
            return (null, Problem.Invalid([JsonFault.Of(exception, typeof(T))]));
        }
    }
}
