using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentRegistry.Contracts;

namespace AgentRegistry.RegistryWorker.Schemas;

/// <summary>One check of one value. Its cost is counted, and it ends when that exceeds the limit.</summary>
internal sealed class SchemaCheck(SchemaText schema)
{
    /// <summary>Bytes read, about.</summary>
    private const long MaxWork = 50_000_000;
    private const int MaxDepth = 256;

    private readonly bool _ignoresSiblings = schema.IgnoresSiblingsOfReferences;
    private readonly List<Fault> _faults = [];
    private long _work;
    private int _silent;
    private int _depth;

    public IReadOnlyList<Fault> Run(JsonElement value, string field)
    {
        try
        {
            Holds(schema.Root, value, field);
        }
        catch (TooCostlyException)
        {
            _faults.Add(new Fault(field, "takes too long to be checked against its schema"));
        }
        catch (RegexMatchTimeoutException)
        {
            _faults.Add(new Fault(field, "takes too long to be checked against the patterns of its schema"));
        }

        return _faults.Count <= ConfigurationSchema.MaxFaults ? _faults : _faults[..ConfigurationSchema.MaxFaults];
    }

    private bool Holds(JsonElement rules, JsonElement value, string place)
    {
        Work(16);
        if (rules.ValueKind != JsonValueKind.Object)
        {
            return Require(rules.ValueKind == JsonValueKind.True, place, "is not allowed");
        }

        if (++_depth > MaxDepth)
        {
            throw new TooCostlyException();
        }

        var before = _faults.Count;
        var holds = true;
        var ignoresSiblings = _ignoresSiblings && rules.TryGetProperty("$ref", out _);
        foreach (var rule in rules.EnumerateObject().Where(rule => !ignoresSiblings || rule.NameEquals("$ref")))
        {
            Work(4);
            holds &= OfAny(rule, rules, value, place) && value.ValueKind switch
            {
                JsonValueKind.Number => OfNumber(rule, value, place),
                JsonValueKind.String => OfText(rule, value, place),
                JsonValueKind.Array => OfList(rule, rules, value, place),
                JsonValueKind.Object => OfObject(rule, rules, value, place),
                _ => true,
            };
        }

        _depth--;
        return holds && _faults.Count == before;
    }

    private bool OfAny(JsonProperty rule, JsonElement rules, JsonElement value, string place) => rule.Name switch
    {
        "$ref" => Holds(schema.Referred(rule.Value.GetString()!), value, place),
        "type" => Require(IsOfTypes(rule.Value, value), place, $"must be {Or(rule.Value)}"),
        "enum" => Require(rule.Value.EnumerateArray().Any(one => Equal(one, value)), place, $"must be one of {Short(rule.Value)}"),
        "const" => Require(Equal(rule.Value, value), place, $"must be {Short(rule.Value)}"),
        "allOf" => rule.Value.EnumerateArray().Every(part => Holds(part, value, place)),
        "anyOf" => Require(rule.Value.EnumerateArray().Any(part => HoldsSilently(part, value)), place, "must keep at least one of the schemas of anyOf"),
        "oneOf" => Require(rule.Value.EnumerateArray().Count(part => HoldsSilently(part, value)) == 1, place, "must keep exactly one of the schemas of oneOf"),
        "not" => Require(!HoldsSilently(rule.Value, value), place, "must not be what the schema excludes"),
        "if" => !rules.TryGetProperty(HoldsSilently(rule.Value, value) ? "then" : "else", out var follows) || Holds(follows, value, place),
        _ => true,
    };

    private bool OfNumber(JsonProperty rule, JsonElement value, string place) => rule.Name switch
    {
        "minimum" => Require(SchemaKeywords.Compare(value, rule.Value) >= 0, place, $"must be {rule.Value.GetRawText()} or more"),
        "maximum" => Require(SchemaKeywords.Compare(value, rule.Value) <= 0, place, $"must be {rule.Value.GetRawText()} or less"),
        "exclusiveMinimum" => Require(SchemaKeywords.Compare(value, rule.Value) > 0, place, $"must be more than {rule.Value.GetRawText()}"),
        "exclusiveMaximum" => Require(SchemaKeywords.Compare(value, rule.Value) < 0, place, $"must be less than {rule.Value.GetRawText()}"),
        "multipleOf" => Require(SchemaKeywords.IsMultiple(value, rule.Value), place, $"must be a multiple of {rule.Value.GetRawText()}"),
        _ => true,
    };

    private bool OfText(JsonProperty rule, JsonElement value, string place) => rule.Name switch
    {
        "minLength" => Require(Length(value) >= Count(rule), place, $"must be at least {Count(rule)} characters"),
        "maxLength" => Require(Length(value) <= Count(rule), place, $"must be at most {Count(rule)} characters"),
        "pattern" => Require(IsMatch(rule.Value.GetString()!, value.GetString()!), place, $"must match {rule.Value.GetString()}"),
        _ => true,
    };

    private bool OfList(JsonProperty rule, JsonElement rules, JsonElement value, string place)
    {
        switch (rule.Name)
        {
            case "minItems":
                return Require(value.GetArrayLength() >= Count(rule), place, $"must have at least {Count(rule)} items");
            case "maxItems":
                return Require(value.GetArrayLength() <= Count(rule), place, $"must have at most {Count(rule)} items");
            case "uniqueItems":
                return rule.Value.ValueKind == JsonValueKind.False || Require(AreUnique([.. value.EnumerateArray()]), place, "must not hold the same item twice");
            case "prefixItems":
                return rule.Value.EnumerateArray().Zip(value.EnumerateArray()).Index()
                    .Every(item => Holds(item.Item.First, item.Item.Second, JsonPointer.At(place, item.Index)));
            case "items":
                var before = rules.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
                return value.EnumerateArray().Index().Skip(before).Every(item => Holds(rule.Value, item.Item, JsonPointer.At(place, item.Index)));
            case "contains":
                var minimum = rules.TryGetProperty("minContains", out var min) ? min.GetDouble() : 1;
                var maximum = rules.TryGetProperty("maxContains", out var max) ? max.GetDouble() : double.PositiveInfinity;
                var found = value.EnumerateArray().Count(item => HoldsSilently(rule.Value, item));
                return Require(found >= minimum && found <= maximum, place, "must contain as many items as the schema says that keep contains");
            default:
                return true;
        }
    }

    private bool OfObject(JsonProperty rule, JsonElement rules, JsonElement value, string place)
    {
        switch (rule.Name)
        {
            case "minProperties":
                return Require(value.GetPropertyCount() >= Count(rule), place, $"must have at least {Count(rule)} properties");
            case "maxProperties":
                return Require(value.GetPropertyCount() <= Count(rule), place, $"must have at most {Count(rule)} properties");
            case "required":
                return rule.Value.EnumerateArray().Every(name => HasRequired(value, name.GetString()!, place));
            case "dependentRequired":
                return rule.Value.EnumerateObject().Where(names => Has(value, names.Name))
                    .SelectMany(names => names.Value.EnumerateArray()).Every(name => HasRequired(value, name.GetString()!, place));
            case "dependentSchemas":
                return rule.Value.EnumerateObject().Where(part => Has(value, part.Name)).Every(part => Holds(part.Value, value, place));
            case "propertyNames":
                return value.EnumerateObject().Every(item =>
                    Require(HoldsSilently(rule.Value, JsonSerializer.SerializeToElement(item.Name)), JsonPointer.At(place, item.Name), "has a name that is not allowed"));
            case "properties":
                return value.EnumerateObject().Every(item =>
                    !TryGet(rule.Value, item.Name, out var part) || Holds(part, item.Value, JsonPointer.At(place, item.Name)));
            case "patternProperties":
                return value.EnumerateObject().SelectMany(item => rule.Value.EnumerateObject().Where(part => IsMatch(part.Name, item.Name)), (item, part) => (item, part))
                    .Every(pair => Holds(pair.part.Value, pair.item.Value, JsonPointer.At(place, pair.item.Name)));
            case "additionalProperties":
                return value.EnumerateObject().Where(item => IsAdditional(rules, item.Name))
                    .Every(item => Holds(rule.Value, item.Value, JsonPointer.At(place, item.Name)));
            default:
                return true;
        }
    }

    private bool HasRequired(JsonElement value, string name, string place) => Require(Has(value, name), JsonPointer.At(place, name), "is required");

    private bool IsAdditional(JsonElement rules, string name) =>
        !(rules.TryGetProperty("properties", out var properties) && Has(properties, name))
        && !(rules.TryGetProperty("patternProperties", out var patterns) && patterns.EnumerateObject().Any(part => IsMatch(part.Name, name)));

    /// <summary>The search for a name is linear.</summary>
    private bool Has(JsonElement value, string name) => TryGet(value, name, out _);

    private bool TryGet(JsonElement value, string name, out JsonElement found)
    {
        Work(value.GetPropertyCount());
        return value.TryGetProperty(name, out found);
    }

    private bool IsMatch(string pattern, string text)
    {
        var read = schema.Pattern(pattern);
        Work((text.Length + 1) * read.Size / 8);
        return read.IsMatch(text);
    }

    private bool AreUnique(JsonElement[] items)
    {
        for (var i = 1; i < items.Length; i++)
        {
            for (var before = 0; before < i; before++)
            {
                if (Equal(items[before], items[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Equal(JsonElement left, JsonElement right)
    {
        Work(8 + Math.Min(JsonMarshal.GetRawUtf8Value(left).Length, JsonMarshal.GetRawUtf8Value(right).Length));
        return JsonElement.DeepEquals(left, right);
    }

    private int Length(JsonElement value)
    {
        Work(JsonMarshal.GetRawUtf8Value(value).Length);
        return value.GetString()!.EnumerateRunes().Count();
    }

    private bool HoldsSilently(JsonElement rules, JsonElement value)
    {
        _silent++;
        var holds = Holds(rules, value, "");
        _silent--;
        return holds;
    }

    private bool Require(bool holds, string place, string message)
    {
        if (!holds && _silent == 0 && _faults.Count <= ConfigurationSchema.MaxFaults)
        {
            _faults.Add(new Fault(place, message));
        }

        return holds;
    }

    private void Work(long amount)
    {
        _work += amount;
        if (_work > MaxWork)
        {
            throw new TooCostlyException();
        }
    }

    private static bool IsOfTypes(JsonElement types, JsonElement value) => types.ValueKind == JsonValueKind.String
        ? SchemaKeywords.IsOfType(value, types.GetString()!)
        : types.EnumerateArray().Any(type => SchemaKeywords.IsOfType(value, type.GetString()!));

    private static string Or(JsonElement types) => types.ValueKind == JsonValueKind.String
        ? types.GetString()!
        : string.Join(" or ", types.EnumerateArray().Select(type => type.GetString()));

    private static int Count(JsonProperty rule) => (int)rule.Value.GetDouble();

    private static string Short(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length <= 256 ? value.GetRawText() : "what the schema lists";

    private sealed class TooCostlyException : Exception;
}

/// <summary>Evaluates all of them, since each that fails adds its fault.</summary>
file static class Everyone
{
    public static bool Every<T>(this IEnumerable<T> items, Func<T, bool> holds) => items.Aggregate(true, (all, item) => holds(item) & all);
}
