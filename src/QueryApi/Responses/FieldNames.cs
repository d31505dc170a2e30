using System.Text;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Responses;

/// <summary>
/// How a request names the fields of a message. The rules say <c>capabilities[3].costEstimate</c>, which is
/// <c>capabilities[3].cost_estimate</c> over HTTP; and some requests have a name of their own, such as <c>q</c> for a query.
/// </summary>
internal sealed class FieldNames
{
    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, string> _renamed;

    /// <param name="renamed">The first part of a path, in the message and in the request.</param>
    public FieldNames(params (string Message, string Request)[] renamed)
        : this("", renamed)
    {
    }

    /// <param name="prefix">A part of the message whose fields are the request's own, such as <c>filter.</c> of a search by URL.</param>
    /// <param name="renamed">As above.</param>
    public FieldNames(string prefix, params (string Message, string Request)[] renamed) =>
        (_prefix, _renamed) = (prefix, renamed.ToDictionary(name => name.Message, name => name.Request, StringComparer.Ordinal));

    public static FieldNames Unchanged { get; } = new();

    /// <summary>The same faults with the fields as the request names them.</summary>
    public IEnumerable<Fault> OfRequest(IEnumerable<Fault> faults) => faults.Select(fault => fault with { Field = OfRequest(fault.Field) });

    /// <summary>The path of a field in the request.</summary>
    public string OfRequest(string field)
    {
        var path = field.StartsWith(_prefix, StringComparison.Ordinal) ? field[_prefix.Length..] : field;

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
