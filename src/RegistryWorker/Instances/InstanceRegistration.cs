using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentRegistry.Contracts;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>As what an instance is registered.</summary>
internal static class InstanceRegistration
{
    private const int IdParts = 12;

    /// <summary>The id of one that was given none: the same for the same message, so that a repetition finds it.</summary>
    public static string IdOf(SpawnInstance message, int longest)
    {
        var part = message.MessageId.ToString("N")[^IdParts..];
        var slug = message.Definition.Length + IdParts + 1 <= longest ? message.Definition : message.Definition[..(longest - IdParts - 1)];
        return $"{slug}-{part}";
    }

    public static RegisterAgent Of(SpawnInstance message, string id, DefinitionContent content, int version) => new()
    {
        MessageId = message.MessageId,
        SentAt = message.SentAt,
        AgentId = id,
        Name = message.Name ?? content.Name,
        Type = content.Type,
        Description = content.Description,
        Capabilities = content.Capabilities,
        Tags = content.Tags,
        Metadata = Metadata(content.Metadata, message.Definition, version),
        Version = version.ToString(CultureInfo.InvariantCulture),
        Workspace = message.Workspace,
        Project = message.Project,
        Status = AgentStatus.Initializing,
        Factory = content.Factory,
    };

    /// <summary>That of the definition, and where the agent comes from.</summary>
    private static JsonElement Metadata(JsonElement? given, string definition, int version)
    {
        var metadata = given is { ValueKind: JsonValueKind.Object } element ? JsonObject.Create(element)! : [];
        metadata["definition"] = definition;
        metadata["definition_version"] = version;
        return JsonSerializer.SerializeToElement(metadata, WireJson.Options);
    }
}
