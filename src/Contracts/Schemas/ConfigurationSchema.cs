using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// A JSON Schema (draft 2020-12) that configurations must keep. It is whole in itself: nothing is loaded, from nowhere. What a check
/// may cost is bounded, whatever schema and configuration are.
/// </summary>
public sealed class ConfigurationSchema
{
    /// <summary>More would not be read, and each costs.</summary>
    internal const int MostFaults = 100;

    private readonly SchemaText _text;

    private ConfigurationSchema(SchemaText text) => _text = text;

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">The schema: a JSON object, at most 32 deep.</param>
    /// <param name="field">Where it stands in the message; the place of a fault follows as a JSON pointer (RFC 6901).</param>
    /// <param name="faults">Why it is none; empty where it is one.</param>
    /// <returns>The schema; null where it is none.</returns>
    public static ConfigurationSchema? Read(JsonElement schema, string field, out IReadOnlyList<Fault> faults)
    {
        var text = SchemaText.Read(schema, field, out faults);
        return text is null ? null : new ConfigurationSchema(text);
    }

    /// <summary>Checks a configuration.</summary>
    /// <param name="configuration">Any JSON, at most 32 deep.</param>
    /// <param name="field">Where it stands in the message; the place of a fault follows as a JSON pointer (RFC 6901).</param>
    /// <returns>Every rule that it breaks, 100 at most; empty where it keeps the schema.</returns>
    public IReadOnlyList<Fault> Check(JsonElement configuration, string field) => new SchemaCheck(_text).Run(configuration, field);
}
