using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Enumerations cross the wire as their names in snake_case, never as numbers, whose order nobody would dare to change.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class WireEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
