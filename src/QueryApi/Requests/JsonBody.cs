using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>A request's JSON body. Unknown and missing fields are noted in <see cref="ApiRequest"/>.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class Body<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private Body(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    public Problem? Problem { get; }

    public T Value => _value ?? throw new InvalidOperationException("An unreadable body has no value: is the request filter missing on the group?");

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        var (value, problem) = await JsonBody.ReadAsync<T>(context, isOptional: false);
        return new Body<T>(value, problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([JsonBody.ContentType], typeof(T)));
        builder.Metadata.Add(EndpointMetadata.ProblemOf(StatusCodes.Status413PayloadTooLarge));
        builder.Metadata.Add(EndpointMetadata.ProblemOf(StatusCodes.Status415UnsupportedMediaType));
    }
}

/// <summary>A body that may be unreadable. <see cref="RequestFilter"/> responds then, so that handlers see readable ones only.</summary>
internal interface IRequestBody
{
    Problem? Problem { get; }
}

/// <summary>Reads JSON bodies, and says exactly what is wrong with one that cannot be read.</summary>
internal static class JsonBody
{
    public const string ContentType = "application/json";

    /// <summary>For a body that may be empty, and then has whatever content type its client sends by itself. It is not documented.</summary>
    public const string AnyContentType = "*/*";

    // On the bus and in the feed a body stands some levels deeper, and readers there stop at 64.
    private const int MaxDepth = 48;

    private static readonly JsonSerializerOptions Lenient = NullsAreAbsent(WireNumbers.ReadLeniently(new(WireJson.Options) { MaxDepth = MaxDepth }));

    private static readonly JsonSerializerOptions Strict = new(Lenient) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Reads a body.</summary>
    /// <param name="context">The request, whose unknown and missing fields are noted.</param>
    /// <param name="isOptional">True: an empty body and <c>null</c> are no body, whatever their content type.</param>
    /// <returns>The value, or the problem with it; neither for no body.</returns>
    public static async ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(HttpContext context, bool isOptional)
        where T : class
    {
        var request = context.Request;
        var limit = context.RequestServices.GetRequiredService<Limits>().MessageBytes;
        if (request.ContentLength > limit)
        {
            return (null, Problem.TooLarge(limit));
        }

        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            // What could be decompressed was, and its header removed.
            context.Response.Headers.AcceptEncoding = "gzip";
            return (null, Problem.UnsupportedEncoding(encoding));
        }

        if (!isOptional && !request.HasJsonContentType())
        {
            return (null, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        // The whole body first: it is bounded, and text that is not UTF-8 is found before any of it is trusted.
        var reader = request.BodyReader;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(context.RequestAborted);
            }
            catch (InvalidDataException)
            {
                return (null, Problem.Invalid(JsonFault.WholeBody, "is not valid gzip"));
            }

            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, Problem.TooLarge(limit));
            }

            if (read.IsCompleted)
            {
                var result = isOptional && IsNothing(read.Buffer) ? default
                    : !request.HasJsonContentType() ? (null, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType))
                    : Parse<T>(read.Buffer, context);
                reader.AdvanceTo(read.Buffer.End);
                return result;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>One value out of a larger body, with its faults.</summary>
    public static (T? Value, IReadOnlyList<Fault> Faults) Read<T>(JsonElement element)
        where T : class
    {
        try
        {
            return element.Deserialize<T>(Strict) is { } value ? (value, BodyFields.Missing(value, [])) : (null, [NotAnObject]);
        }
        catch (JsonException exception)
        {
            return ReadLeniently<T>(element, exception);
        }
    }

    private static Fault NotAnObject => new(JsonFault.WholeBody, "must be a JSON object");

    private static (T? Value, Problem? Problem) Parse<T>(in ReadOnlySequence<byte> buffer, HttpContext context)
        where T : class
    {
        var json = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            return (null, Problem.Invalid(JsonFault.WholeBody, "is empty; must be a JSON object"));
        }

        if (!Utf8.IsValid(json))
        {
            return (null, Problem.Invalid(JsonFault.WholeBody, "must be UTF-8"));
        }

        T? value;
        IReadOnlyList<Fault> faults;
        try
        {
            var isLenient = EndpointMetadata.AllowsUnknown(context);
            value = JsonSerializer.Deserialize<T>(json, isLenient ? Lenient : Strict);
            faults = value is null ? [NotAnObject] : isLenient ? [] : BodyFields.Missing(value, []);
        }
        catch (JsonException exception) when (exception.InnerException is JsonException)
        {
            return (null, Problem.Invalid([JsonFault.Of(exception, typeof(T))]));
        }
        catch (JsonException exception)
        {
            using var document = JsonDocument.Parse(buffer, new JsonDocumentOptions { MaxDepth = MaxDepth });
            (value, faults) = ReadLeniently<T>(document.RootElement, exception);
        }

        if (value is null)
        {
            return (null, Problem.Invalid(faults));
        }

        if (faults.Count > 0)
        {
            ApiRequest.Of(context).Add(faults);
        }

        return (value, null);
    }

    /// <summary>What was refused for an unknown field is read once more without it: its other faults are named as well.</summary>
    private static (T? Value, IReadOnlyList<Fault> Faults) ReadLeniently<T>(JsonElement element, JsonException refused)
        where T : class
    {
        var unknown = BodyFields.Unknown(element, typeof(T));
        if (unknown.Count == 0)
        {
            return (null, [JsonFault.Of(refused, typeof(T))]);
        }

        try
        {
            var value = element.Deserialize<T>(Lenient)!;
            return (value, [.. unknown.Select(field => field.Fault), .. BodyFields.Missing(value, unknown)]);
        }
        catch (JsonException exception)
        {
            return (null, [.. unknown.Select(field => field.Fault), JsonFault.Of(exception, typeof(T))]);
        }
    }

    /// <summary>A field that is null is as good as absent, also where it has a default: many clients write all their fields.</summary>
    private static JsonSerializerOptions NullsAreAbsent(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(TakeNullForAbsent);
        return options;
    }

    private static void TakeNullForAbsent(JsonTypeInfo type)
    {
        for (var i = 0; i < type.Properties.Count; i++)
        {
            var property = type.Properties[i];
            if (property is { Set: { } set, CustomConverter: null, PropertyType.IsValueType: true } && Nullable.GetUnderlyingType(property.PropertyType) is null)
            {
                var nullable = type.CreateJsonPropertyInfo(typeof(Nullable<>).MakeGenericType(property.PropertyType), property.Name);
                nullable.Set = (target, value) =>
                {
                    if (value is not null)
                    {
                        set(target, value);
                    }
                };
                type.Properties[i] = nullable;
            }
        }
    }

    /// <summary>True for an empty body, and for <c>null</c>.</summary>
    private static bool IsNothing(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length > 16)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[(int)buffer.Length];
        buffer.CopyTo(bytes);
        var text = bytes.Trim(" \t\r\n"u8);
        return text.IsEmpty || text.SequenceEqual("null"u8);
    }
}
