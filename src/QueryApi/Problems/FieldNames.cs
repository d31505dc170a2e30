using System.Text;
using System.Text.Json;

namespace AgentRegistry.QueryApi.Problems;

/// <summary>
/// What a request calls the fields of a message. The rules speak of <c>capabilities[3].costEstimate</c>, which is
/// <c>capabilities[3].cost_estimate</c> over HTTP; and some requests have a name of their own, such as <c>q</c> for a query.
/// </summary>
internal sealed class FieldNames
{
    // A search's filters stand beside its query in a URL.
    private const string FilterPrefix = "filter.";

    private readonly IReadOnlyDictionary<string, string> _renamed;

    /// <param name="renamed">The first part of a path, in the message and in the request.</param>
    public FieldNames(params (string Message, string Request)[] renamed) =>
        _renamed = renamed.ToDictionary(name => name.Message, name => name.Request, StringComparer.Ordinal);

    public static FieldNames AsTheyAre { get; } = new();

    /// <summary>The path of a field in the request.</summary>
    public string OfRequest(string field)
    {
        var path = field.StartsWith(FilterPrefix, StringComparison.Ordinal) ? field[FilterPrefix.Length..] : field;

        // Within what is kept as it came, a JSON pointer leads on, whose names are the caller's own.
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var pointer = slash < 0 ? "" : path[slash..];
        path = slash < 0 ? path : path[..slash];
        var result = new StringBuilder(path.Length + pointer.Length + 8);
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            var written = result.Length == 0 && _renamed.TryGetValue(name, out var renamed) ? renamed : Written(name);
            result.Append(result.Length == 0 ? "" : ".").Append(written).Append(bracket < 0 ? "" : part[bracket..]);
        }

        return result.Append(pointer).ToString();
    }

    /// <summary>Headers, which begin with a capital, stay as they are.</summary>
    private static string Written(string name) =>
        name.Length > 0 && char.IsAsciiLetterUpper(name[0]) ? name : JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
