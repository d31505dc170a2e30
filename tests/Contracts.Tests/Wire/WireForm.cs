using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentRegistry.Contracts.Tests;

/// <summary>The two forms that a message has: camelCase on the bus, snake_case over HTTP and on the feed.</summary>
internal static class WireForm
{
    public static readonly JsonSerializerOptions Bus = new(JsonSerializerDefaults.Web);

    public static readonly JsonSerializerOptions Http = WireJson.Options;

    /// <summary>Every public record of the wire's namespace: what is public there crosses the wire.</summary>
    public static readonly IReadOnlyList<Type> Records =
        [.. typeof(RegisterAgent).Assembly.GetExportedTypes().Where(type => type.GetMethod("<Clone>$") is not null).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static readonly IReadOnlyList<Type> Enumerations =
        [.. typeof(RegisterAgent).Assembly.GetExportedTypes().Where(type => type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static Type Record(string name) => Records.Single(type => type.Name == name);

    public static JsonNode Write(object message, JsonSerializerOptions form) => JsonSerializer.SerializeToNode(message, message.GetType(), form)!;

    public static IEnumerable<PropertyInfo> Fields(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract");
}
