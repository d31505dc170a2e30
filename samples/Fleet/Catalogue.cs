using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>
/// Agents from a file, one JSON object a line: <c>{id, name, description, tags, capabilities: [{name, description, cost_estimate,
/// tags}]}</c>. Real catalogues hold what the registry refuses: that is mended here, so that every agent can be registered.
/// </summary>
internal sealed class Catalogue
{
    private static readonly Limits Limits = new();

    private readonly IReadOnlyList<CatalogueLine> _lines;

    private Catalogue(IReadOnlyList<CatalogueLine> lines) => _lines = lines;

    public int Count => _lines.Count;

    /// <exception cref="CatalogueException">There is no such file, or a line of it cannot be read.</exception>
    public static Catalogue Load(string path)
    {
        try
        {
            var lines = File.ReadLines(path).Select((text, index) => (text, index)).Where(line => !string.IsNullOrWhiteSpace(line.text));
            var catalogue = new Catalogue([.. lines.Select(line => Parse(line.text, $"{path}, line {line.index + 1}"))]);
            return catalogue.Count > 0 ? catalogue : throw new CatalogueException($"{path} holds no agent");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CatalogueException($"the catalogue cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>So many registrations: the first of the catalogue, and where it has not enough, the same again under other ids.</summary>
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
            Name = Tidy.Line(line.Name, Limits.Name) ?? id,
            Description = Tidy.Text(line.Description, Limits.Description),
            Tags = Tags(line.Tags),
            Capabilities = Capabilities(line.Capabilities),
        };
    }

    private static IReadOnlyList<string> Tags(IReadOnlyList<string?>? tags) =>
        [.. (tags ?? []).Select(tag => Tidy.Line(tag, Limits.Name)).OfType<string>().Distinct(StringComparer.Ordinal).Take(Limits.Tags)];

    /// <summary>One of each name: a nameless capability cannot be asked for, and a repeated one adds nothing but, perhaps, a description.</summary>
    private static IReadOnlyList<Capability> Capabilities(IReadOnlyList<Capability?>? capabilities) =>
    [
        .. (capabilities ?? [])
            .Where(capability => Tidy.Line(capability?.Name, Limits.CapabilityName) is not null)
            .GroupBy(capability => Tidy.Line(capability!.Name, Limits.CapabilityName)!, StringComparer.Ordinal)
            .Select(same => new Capability
            {
                Name = same.Key,
                Description = same.Select(one => Tidy.Text(one!.Description, Limits.Description)).FirstOrDefault(text => text is not null),
                CostEstimate = same.Select(one => Tidy.Line(one!.CostEstimate, Limits.Name)).FirstOrDefault(text => text is not null),
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

/// <summary>The file named on the command line is no catalogue.</summary>
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
