using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.RegistryWorker.Schemas;

/// <summary>A schema that has been read: every keyword is known and valid, every reference leads to a part of it, and no reference is circular.</summary>
internal sealed class SchemaText
{
    private static readonly HashSet<string> Drafts = ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema"];

    private static readonly HashSet<string> NotSupported = new(StringComparer.Ordinal)
    {
        "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary",
        "additionalItems", "dependencies", "unevaluatedItems", "unevaluatedProperties",
    };

    /// <summary>Steps from schema to schema on one value: each is a nested call.</summary>
    private const int MaxDepth = 64;

    private readonly Dictionary<string, JsonElement> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaPattern> _patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _inPlace = new(StringComparer.Ordinal);
    private readonly List<(string From, string To)> _references = [];
    private readonly List<Fault> _faults = [];
    private readonly string _field;

    private SchemaText(string field) => _field = field;

    public JsonElement Root => _schemas[""];

    /// <summary>In draft-07 a reference stands alone: keywords beside it do not count.</summary>
    public bool IgnoresSiblingsOfReferences =>
        Root.TryGetProperty("$schema", out var draft) && draft.GetString()!.StartsWith("http://json-schema.org/draft-07/", StringComparison.Ordinal);

    /// <summary>The part that a reference leads to.</summary>
    public JsonElement Referred(string reference) => _schemas[Uri.UnescapeDataString(reference[1..])];

    public SchemaPattern Pattern(string text) => _patterns[text];

    public static SchemaText? Read(JsonElement schema, string field, out IReadOnlyList<Fault> faults)
    {
        var text = new SchemaText(field);
        text.Require(schema.ValueKind == JsonValueKind.Object, "", "must be a JSON Schema: an object");
        if (schema.ValueKind == JsonValueKind.Object)
        {
            text.Visit(schema, "");
            text.VisitReferences();
        }

        faults = text._faults.Count <= ConfigurationSchema.MaxFaults ? text._faults : text._faults[..ConfigurationSchema.MaxFaults];
        return faults.Count == 0 ? text : null;
    }

    private void Visit(JsonElement schema, string place)
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
            Visit(keyword.Name, keyword.Value, place, JsonPointer.At(place, keyword.Name));
        }
    }

    private void Visit(string keyword, JsonElement value, string schema, string place)
    {
        switch (keyword)
        {
            case "$schema":
                Require(value.ValueKind == JsonValueKind.String && Drafts.Contains(value.GetString()!.TrimEnd('#')), place, "must be https://json-schema.org/draft/2020-12/schema or http://json-schema.org/draft-07/schema");
                break;
            case "$id":
                Require(value.ValueKind == JsonValueKind.String && schema.Length == 0, place, "must be a string, and stand at the top only");
                break;
            case "$ref":
                VisitReference(value, schema, place);
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
                VisitPattern(value.ValueKind == JsonValueKind.String ? value.GetString() : null, place);
                break;
            case "properties" or "$defs" or "definitions":
                VisitNamed(value, place);
                break;
            case "dependentSchemas":
                VisitNamed(value, place, inPlaceOf: schema);
                break;
            case "patternProperties":
                VisitNamed(value, place, havePatterns: true);
                break;
            case "dependentRequired":
                Require(value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(names => SchemaKeywords.IsNames(names.Value)), place, "must be an object of lists of strings");
                break;
            case "prefixItems":
                VisitList(value, place, inPlaceOf: null);
                break;
            case "allOf" or "anyOf" or "oneOf":
                VisitList(value, place, inPlaceOf: schema);
                break;
            case "items" or "additionalProperties" or "propertyNames" or "contains":
                Visit(value, place);
                break;
            case "not" or "if" or "then" or "else":
                AppliesInPlace(schema, place);
                Visit(value, place);
                break;
            default:
                // An unknown keyword is an annotation, says the standard; but a known one that is not checked would let through what it forbids.
                Require(!NotSupported.Contains(keyword), place, "is not supported");
                break;
        }
    }

    private void VisitReference(JsonElement value, string schema, string place)
    {
        var reference = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var isOurs = reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal);
        Require(isOurs, place, "must be # or begin with #/: a part of this schema, as nothing else is loaded");
        if (isOurs)
        {
            var target = Uri.UnescapeDataString(reference[1..]);
            _references.Add((place, target));
            AppliesInPlace(schema, target);
        }
    }

    private void VisitPattern(string? pattern, string place)
    {
        var fault = "must be a string";
        if (pattern is not null && !_patterns.ContainsKey(pattern) && SchemaPattern.Read(pattern, out fault) is { } read)
        {
            _patterns.Add(pattern, read);
        }

        Require(pattern is not null && _patterns.ContainsKey(pattern), place, fault);
    }

    private void VisitNamed(JsonElement value, string place, bool havePatterns = false, string? inPlaceOf = null)
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
                VisitPattern(named.Name, at);
            }

            AppliesInPlace(inPlaceOf, at);
            Visit(named.Value, at);
        }
    }

    private void VisitList(JsonElement value, string place, string? inPlaceOf)
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
            AppliesInPlace(inPlaceOf, at);
            Visit(item, at);
        }
    }

    private void VisitReferences()
    {
        foreach (var (from, to) in _references)
        {
            Require(_schemas.ContainsKey(to), from, "must lead to a schema within this one");
        }

        // A schema that returns to itself on the same value would never end.
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schema in _inPlace.Keys.Where(schema => IsCircle(schema, done, new HashSet<string>(StringComparer.Ordinal))).Take(1))
        {
            Require(false, schema, $"must not refer to itself on the same value, nor over more than {MaxDepth} steps");
        }
    }

    private bool IsCircle(string schema, HashSet<string> done, HashSet<string> path)
    {
        if (path.Count == MaxDepth || !path.Add(schema))
        {
            return true;
        }

        var isCircle = !done.Contains(schema) && _inPlace.GetValueOrDefault(schema, []).Exists(next => IsCircle(next, done, path));
        path.Remove(schema);
        done.Add(schema);
        return isCircle;
    }

    /// <summary>Notes a part that is checked on the same value as the schema itself.</summary>
    private void AppliesInPlace(string? schema, string part)
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
