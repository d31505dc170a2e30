using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>A schema that was looked through: every keyword means something, every reference leads to a part of it, and nothing goes in circles.</summary>
internal sealed class SchemaText
{
    private static readonly HashSet<string> Drafts = new(StringComparer.Ordinal)
    {
        "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#",
        "http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#",
    };

    private static readonly HashSet<string> NotSupported = new(StringComparer.Ordinal)
    {
        "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary",
        "additionalItems", "dependencies", "unevaluatedItems", "unevaluatedProperties",
    };

    /// <summary>Steps from schema to schema on one value: each is a call within a call.</summary>
    private const int Deepest = 64;

    private readonly Dictionary<string, JsonElement> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaPattern> _patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _inPlace = new(StringComparer.Ordinal);
    private readonly List<(string From, string To)> _references = [];
    private readonly List<Fault> _faults = [];
    private readonly string _field;

    private SchemaText(string field) => _field = field;

    /// <summary>The whole of it.</summary>
    public JsonElement Root => _schemas[""];

    /// <summary>The part that a reference leads to.</summary>
    public JsonElement Referred(string reference) => _schemas[Uri.UnescapeDataString(reference[1..])];

    public SchemaPattern Pattern(string text) => _patterns[text];

    public static SchemaText? Read(JsonElement schema, string field, out IReadOnlyList<Fault> faults)
    {
        var text = new SchemaText(field);
        text.Require(schema.ValueKind == JsonValueKind.Object, "", "must be a JSON Schema: an object");
        if (schema.ValueKind == JsonValueKind.Object)
        {
            text.Look(schema, "");
            text.LookAtReferences();
        }

        faults = text._faults.Count <= ConfigurationSchema.MostFaults ? text._faults : text._faults[..ConfigurationSchema.MostFaults];
        return faults.Count == 0 ? text : null;
    }

    private void Look(JsonElement schema, string place)
    {
        _schemas[place] = schema;
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            Require(false, place, "must be a schema: an object, true or false");
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            Look(keyword.Name, keyword.Value, place, JsonPointer.At(place, keyword.Name));
        }
    }

    private void Look(string keyword, JsonElement value, string schema, string place)
    {
        switch (keyword)
        {
            case "$schema":
                Require(value.ValueKind == JsonValueKind.String && Drafts.Contains(value.GetString()!), place, "must be https://json-schema.org/draft/2020-12/schema");
                break;
            case "$id":
                Require(value.ValueKind == JsonValueKind.String && schema.Length == 0, place, "must be a string, and stand at the top only");
                break;
            case "$ref":
                LookAtReference(value, schema, place);
                break;
            case "type":
                Require(SchemaKeywords.IsTypes(value), place, "must be one of string, number, integer, boolean, object, array, null, or a list of them, each once");
                break;
            case "enum":
                Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, place, "must be a list that is not empty");
                break;
            case "multipleOf":
                Require(value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0, place, "must be a number above 0");
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                Require(value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()), place, "must be a number");
                break;
            case "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minContains" or "maxContains":
                Require(SchemaKeywords.IsCount(value), place, "must be a whole number, 0 or more");
                break;
            case "uniqueItems":
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, place, "must be true or false");
                break;
            case "required":
                Require(SchemaKeywords.IsNames(value), place, "must be a list of strings, each once");
                break;
            case "pattern":
                LookAtPattern(value.ValueKind == JsonValueKind.String ? value.GetString() : null, place);
                break;
            case "properties" or "$defs" or "definitions":
                LookAtNamed(value, place);
                break;
            case "dependentSchemas":
                LookAtNamed(value, place, inPlaceOf: schema);
                break;
            case "patternProperties":
                LookAtNamed(value, place, havePatterns: true);
                break;
            case "dependentRequired":
                Require(value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(names => SchemaKeywords.IsNames(names.Value)), place, "must be an object of lists of strings");
                break;
            case "prefixItems":
                LookAtList(value, place, inPlaceOf: null);
                break;
            case "allOf" or "anyOf" or "oneOf":
                LookAtList(value, place, inPlaceOf: schema);
                break;
            case "items" or "additionalProperties" or "propertyNames" or "contains":
                Look(value, place);
                break;
            case "not" or "if" or "then" or "else":
                StandsIn(schema, place);
                Look(value, place);
                break;
            default:
                // What is not known only tells, as the standard has it; but what is known and does nothing would let through what it forbids.
                Require(!NotSupported.Contains(keyword), place, "is not supported");
                break;
        }
    }

    private void LookAtReference(JsonElement value, string schema, string place)
    {
        var reference = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var isOurs = reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal);
        Require(isOurs, place, "must be # or begin with #/: a part of this schema, as nothing else is loaded");
        if (isOurs)
        {
            var target = Uri.UnescapeDataString(reference[1..]);
            _references.Add((place, target));
            StandsIn(schema, target);
        }
    }

    private void LookAtPattern(string? pattern, string place)
    {
        var fault = "must be a string";
        if (pattern is not null && !_patterns.ContainsKey(pattern) && SchemaPattern.Read(pattern, out fault) is { } read)
        {
            _patterns.Add(pattern, read);
        }

        Require(pattern is not null && _patterns.ContainsKey(pattern), place, fault);
    }

    private void LookAtNamed(JsonElement value, string place, bool havePatterns = false, string? inPlaceOf = null)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Require(false, place, "must be an object of schemas");
            return;
        }

        foreach (var named in value.EnumerateObject())
        {
            var at = JsonPointer.At(place, named.Name);
            if (havePatterns)
            {
                LookAtPattern(named.Name, at);
            }

            StandsIn(inPlaceOf, at);
            Look(named.Value, at);
        }
    }

    private void LookAtList(JsonElement value, string place, string? inPlaceOf)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            Require(false, place, "must be a list of schemas that is not empty");
            return;
        }

        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            var at = JsonPointer.At(place, i++);
            StandsIn(inPlaceOf, at);
            Look(item, at);
        }
    }

    private void LookAtReferences()
    {
        foreach (var (from, to) in _references)
        {
            Require(_schemas.ContainsKey(to), from, "must lead to a schema within this one");
        }

        // Whoever comes back to where he is without having gone into the value would go on for ever.
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schema in _inPlace.Keys.Where(schema => IsCircle(schema, done, new HashSet<string>(StringComparer.Ordinal))).Take(1))
        {
            Require(false, schema, $"must not refer to itself without going into the value, nor over more than {Deepest} steps");
        }
    }

    private bool IsCircle(string schema, HashSet<string> done, HashSet<string> path)
    {
        if (path.Count == Deepest || !path.Add(schema))
        {
            return true;
        }

        var isCircle = !done.Contains(schema) && _inPlace.GetValueOrDefault(schema, []).Exists(next => IsCircle(next, done, path));
        path.Remove(schema);
        done.Add(schema);
        return isCircle;
    }

    /// <summary>What is checked on the same value as the schema itself.</summary>
    private void StandsIn(string? schema, string part)
    {
        if (schema is not null)
        {
            if (!_inPlace.TryGetValue(schema, out var parts))
            {
                _inPlace.Add(schema, parts = []);
            }

            parts.Add(part);
        }
    }

    private void Require(bool holds, string place, string message)
    {
        if (!holds)
        {
            _faults.Add(new Fault(_field + place, message));
        }
    }
}
