using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>
/// Agents from a file, one JSON object a line: <c>{id, name, description, tags, capabilities: [{name, description, cost_estimate,
/// tags}]}</c>. Real catalogues contain invalid values: they are corrected here, so that every agent can be registered.
/// </summary>
internal sealed class Catalogue
{
    private static readonly Limits Limits = new();

    private readonly IReadOnlyList<CatalogueLine> _lines;

    private Catalogue(IReadOnlyList<CatalogueLine> lines) => _lines = lines;

    public int Count => _lines.Count;

    /// <exception cref="CatalogueException">The file is missing, or a line of it is invalid.</exception>
    public static Catalogue Load(string path)
    {
        try
        {
            var lines = File.ReadLines(path).Select((text, index) => (text, index)).Where(line => !string.IsNullOrWhiteSpace(line.text));
            var catalogue = new Catalogue([.. lines.Select(line => Parse(line.text, $"{path}, line {line.index + 1}"))]);
            return catalogue.Count > 0 ? catalogue : throw new CatalogueException($"{path} has no agent");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CatalogueException($"the catalogue cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The first agents of the catalogue; where it has fewer, the same again under other ids.</summary>
    public IReadOnlyList<RegisterAgent> Take(int count, DateTimeOffset startedAt)
    {
        var ids = new AgentIds();
        return [.. Enumerable.Range(0, count).Select(index => Registration(_lines[index % Count], ids, startedAt))];
    }

    private static CatalogueLine Parse(string text, string where)
    {
        try
        {
            var line = JsonSerializer.Deserialize<CatalogueLine>(text, WireJson.Options);
            return line?.Id is not null ? line : throw new CatalogueException($"{where}: an agent needs an id");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CatalogueException($"{where}: {exception.Message}", exception);
        }
    }

    private static RegisterAgent Registration(CatalogueLine line, AgentIds ids, DateTimeOffset startedAt)
    {
        var id = ids.Next(line.Id!);
        return new RegisterAgent
        {
            MessageId = Guid.CreateVersion7(startedAt),
            SentAt = startedAt,
            StartedAt = startedAt,
            AgentId = id,
            Name = CleanText.Line(line.Name, Limits.Name) ?? id,
            Description = CleanText.Text(line.Description, Limits.Description),
            Tags = Tags(line.Tags),
            Capabilities = Capabilities(line.Capabilities),
        };
    }

    private static IReadOnlyList<string> Tags(IReadOnlyList<string?>? tags) =>
        [.. (tags ?? []).Select(tag => CleanText.Line(tag, Limits.Name)).OfType<string>().Distinct(StringComparer.Ordinal).Take(Limits.Tags)];

    /// <summary>One of each name: a capability without a name cannot be found, and a repeated one adds at most a description.</summary>
    private static IReadOnlyList<Capability> Capabilities(IReadOnlyList<Capability?>? capabilities) =>
    [
        .. (capabilities ?? [])
            .Where(capability => CleanText.Line(capability?.Name, Limits.CapabilityName) is not null)
            .GroupBy(capability => CleanText.Line(capability!.Name, Limits.CapabilityName)!, StringComparer.Ordinal)
            .Select(same => new Capability
            {
                Name = same.Key,
                Description = same.Select(one => CleanText.Text(one!.Description, Limits.Description)).FirstOrDefault(text => text is not null),
                CostEstimate = same.Select(one => CleanText.Line(one!.CostEstimate, Limits.Name)).FirstOrDefault(text => text is not null),
                Tags = Tags([.. same.SelectMany(one => one!.Tags ?? [])]),
            })
            .Take(Limits.Capabilities),
    ];

    private sealed record CatalogueLine
    {
        public string? Id { get; init; }

        public string? Name { get; init; }

        public string? Description { get; init; }

        public IReadOnlyList<string?>? Tags { get; init; }

        public IReadOnlyList<Capability?>? Capabilities { get; init; }
    }
}

/// <summary>The file is not a valid catalogue.</summary>
internal sealed class CatalogueException : Exception
{
    public CatalogueException(string message)
        : base(message)
    {
    }

    public CatalogueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
