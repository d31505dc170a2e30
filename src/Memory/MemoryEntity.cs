using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;

namespace AgentRegistry.Memory;

/// <summary>
/// A record as an entity of a memory server's knowledge graph: the content as the first observation, then a line for each of WHO,
/// WHEN, PROJECT and WHY that people, models and this program read alike.
/// </summary>
internal sealed record MemoryEntity(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("entityType")] string EntityType,
    [property: JsonPropertyName("observations")] IReadOnlyList<string> Observations)
{
    public const string Type = "agent_activity";
    private const string NamePrefix = "activity ";

    public static MemoryEntity Of(MemoryRecord record) => new(
        NamePrefix + record.ActivityId.ToString("D"),
        Type,
        [record.Content, Line("WHO", record.Who), Line("WHEN", record.When), Line("PROJECT", record.Project), Line("WHY", record.Why)]);

    /// <summary>The record; null for an entity that is somebody else's.</summary>
    public MemoryRecord? ToRecord()
    {
        if (EntityType != Type || Observations is not [var content, ..] || Name is not { } name
            || !name.StartsWith(NamePrefix, StringComparison.Ordinal) || !Guid.TryParse(name.AsSpan(NamePrefix.Length), out var id))
        {
            return null;
        }

        try
        {
            return new MemoryRecord
            {
                ActivityId = id,
                Content = content,
                Who = Read<MemoryWho>("WHO"),
                When = Read<MemoryWhen>("WHEN"),
                Project = Read<MemoryProject>("PROJECT"),
                Why = Read<MemoryWhy>("WHY"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Line<T>(string tag, T value) => $"{tag} {JsonSerializer.Serialize(value, WireJson.Options)}";

    private T Read<T>(string tag)
        where T : new() =>
        Observations.Skip(1).FirstOrDefault(line => line.StartsWith(tag + " ", StringComparison.Ordinal)) is { } line
            ? JsonSerializer.Deserialize<T>(line.AsSpan(tag.Length + 1), WireJson.Options) ?? new T()
            : new T();
}
