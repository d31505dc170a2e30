using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>Which fields a body has, and which it should have.</summary>
internal static class BodyFields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, PropertyInfo>> Known = new();

    /// <summary>The fields of a type by their names in JSON; none for a type whose content is the caller's own.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Of(Type type) => Known.GetOrAdd(type, static type => IsObject(type)
        ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), StringComparer.OrdinalIgnoreCase)
        : new Dictionary<string, PropertyInfo>(StringComparer.Ordinal));

    /// <summary>Every field that a body has and its type has not.</summary>
    public static IReadOnlyList<UnknownField> Unknown(JsonElement body, Type type)
    {
        var found = new List<UnknownField>();
        Visit(body, type, "", found);
        return found;
    }

    /// <summary>Every required field that a body lacks, each with the unknown one that was probably sent instead.</summary>
    public static IReadOnlyList<Fault> Missing<T>(T body, IReadOnlyList<UnknownField> unknown)
        where T : class
    {
        List<Fault>? missing = null;
        foreach (var (name, property) in Required<T>.Fields)
        {
            if (property.GetValue(body) is null)
            {
                var instead = unknown.FirstOrDefault(field => field.Nearest == name);
                (missing ??= []).Add(new Fault(name, instead is null ? IsRequired(property) : $"is required; '{instead.Name}' was sent instead"));
            }
        }

        return missing ?? (IReadOnlyList<Fault>)[];
    }

    /// <summary>The item type of a list; null for what is no list.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string IsRequired(PropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: true } type
            ? "is required: one of " + string.Join(", ", WireNames.Of(type))
            : "is required";

    private static void Visit(JsonElement element, Type type, string path, List<UnknownField> found)
    {
        if (ItemOf(type) is { } item)
        {
            var index = 0;
            foreach (var one in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default)
            {
                Visit(one, item, $"{path}[{index++}]", found);
            }

            return;
        }

        if (element.ValueKind != JsonValueKind.Object || Of(type) is not { Count: > 0 } known)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = NameOf(property);
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (known.TryGetValue(name, out var expected))
            {
                Visit(property.Value, Nullable.GetUnderlyingType(expected.PropertyType) ?? expected.PropertyType, field, found);
            }
            else
            {
                var nearest = NearestName.Of(name, known.Keys);
                found.Add(new UnknownField(name, path.Length == 0 ? nearest : null, new Fault(field, NearestName.Unknown("field", nearest, known.Keys))));
            }
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which is the name of no field.
            return "\uFFFD";
        }
    }

    private static bool IsObject(Type type) =>
        type is { IsClass: true, Namespace: { } space } && space.StartsWith(nameof(AgentRegistry), StringComparison.Ordinal);

    private static class Required<T>
    {
        public static readonly IReadOnlyList<(string Name, PropertyInfo Property)> Fields =
            [.. Of(typeof(T)).Where(field => field.Value.IsDefined(typeof(RequiredAttribute))).Select(field => (field.Key, field.Value))];
    }
}

/// <summary>A field that no field of the type is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nearest">The field of the body that was probably meant; null where none is near.</param>
/// <param name="Fault">What the caller is told.</param>
internal sealed record UnknownField(string Name, string? Nearest, Fault Fault);

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>Names that other systems use for ours.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["query"] = "q",
        ["search"] = "q",
        ["text"] = "q",
        ["pagesize"] = "limit",
        ["perpage"] = "limit",
        ["endpoint"] = "base_url",
        ["q"] = "query",
        ["input"] = "query",
        ["prompt"] = "query",
    };

    /// <summary>The known name that was probably meant; null where none is near.</summary>
    public static string? Of(string sent, IEnumerable<string> known)
    {
        var names = known.ToList();
        var plain = Plain(sent);
        if (Synonyms.TryGetValue(plain, out var synonym) && names.Contains(synonym, StringComparer.Ordinal))
        {
            return synonym;
        }

        var (nearest, distance) = names.Select(name => (Name: name, Distance: Distance(plain, Plain(name)))).DefaultIfEmpty((Name: "", Distance: int.MaxValue)).MinBy(name => name.Distance);
        return distance <= Math.Max(1, plain.Length / 3) && distance < plain.Length ? nearest
            : names.Where(name => EndsAlike(plain, Plain(name))).MaxBy(name => name.Length);
    }

    /// <summary>What is said of an unknown name.</summary>
    /// <param name="what">What it names.</param>
    /// <param name="nearest">The name that was probably meant.</param>
    /// <param name="known">All names.</param>
    public static string Unknown(string what, string? nearest, IEnumerable<string> known) =>
        nearest is not null ? $"unknown {what}; did you mean '{nearest}'?"
        : known.Any() ? $"unknown {what}; known are {string.Join(", ", known.Order(StringComparer.Ordinal))}"
        : $"unknown {what}; none is known here";

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>As agent_id and id, or url and base_url.</summary>
    private static bool EndsAlike(string one, string other) =>
        one.Length > 1 && other.Length > 1 && (one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal));

    /// <summary>How many letters must be added, removed, replaced or swapped with the next one.</summary>
    private static int Distance(string one, string other)
    {
        // Nobody means a name so long: it is not worth the work.
        if (one.Length > 64)
        {
            return int.MaxValue;
        }

        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[one.Length, other.Length];
    }
}
