using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Retrieval;

/// <summary>A query whose answers are known.</summary>
internal sealed record JudgedQuery(string Id, string Query, IReadOnlyList<string> Relevant)
{
    public bool IsIn(QueryPart part) =>
        part == QueryPart.All || (SHA256.HashData(Encoding.UTF8.GetBytes(Id))[0] % 2 == 0) == (part == QueryPart.Tune);
}

/// <summary>Reads files of one JSON object a line.</summary>
internal static class Lines
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Agents as they are while all is well: what is measured is how they are told apart by their text.</summary>
    public static IReadOnlyList<Agent> Agents(string file) => [.. Read<AgentLine>(file).Select(line => new Agent
    {
        Id = line.Id,
        Name = line.Name,
        Description = line.Description,
        Tags = line.Tags ?? [],
        Capabilities = [.. (line.Capabilities ?? []).Select(capability => capability.ToCapability()), .. Examples(line)],
        Status = AgentStatus.Idle,
        Health = AgentHealth.Healthy,
        Revision = 1,
    })];

    public static IReadOnlyList<JudgedQuery> Queries(string file, QueryPart part = QueryPart.All) =>
        [.. Read<JudgedQuery>(file).Where(query => query.IsIn(part))];

    /// <summary>An agent's own examples stand with no capability; a registration keeps examples with one.</summary>
    private static IEnumerable<Capability> Examples(AgentLine line) =>
        line.Examples is { Count: > 0 } examples ? [new Capability { Name = line.Name, Examples = examples }] : [];

    private static IEnumerable<T> Read<T>(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            T? value;
            try
            {
                value = JsonSerializer.Deserialize<T>(line, Options);
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{file}, line {number}: {exception.Message}", exception);
            }

            yield return value ?? throw new InvalidDataException($"{file}, line {number}: null");
        }
    }

    private sealed record AgentLine(
        string Id,
        string Name,
        string? Description,
        IReadOnlyList<string>? Tags,
        IReadOnlyList<CapabilityLine>? Capabilities,
        IReadOnlyList<string>? Examples);

    private sealed record CapabilityLine(string Name, string? Description, IReadOnlyList<string>? Tags, IReadOnlyList<string>? Examples)
    {
        public Capability ToCapability() => new() { Name = Name, Description = Description, Tags = Tags ?? [], Examples = Examples ?? [] };
    }
}
