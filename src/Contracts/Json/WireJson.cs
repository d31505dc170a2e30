using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>The JSON of HTTP and of the live feed: snake_case, no nulls, text as it is instead of escaped. On the bus it is camelCase.</summary>
public static class WireJson
{
    /// <summary>The one set of options.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Makes options write the wire's JSON.</summary>
    /// <param name="options">To be changed.</param>
    /// <returns>The same options.</returns>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;

        // The answers are JSON in UTF-8, never put into a page unescaped: Chinese and emoji stay readable and short.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}

/// <summary>Enumerations cross the wire as their names in snake_case, never as numbers, whose order nobody would dare to change.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class WireEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Times as they are kept: in UTC, to the microsecond.</summary>
public static class WireTime
{
    /// <summary>Cuts what is finer than a microsecond, which neither PostgreSQL nor most senders keep.</summary>
    /// <param name="time">Any time.</param>
    /// <returns>The same in UTC, to the microsecond.</returns>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
