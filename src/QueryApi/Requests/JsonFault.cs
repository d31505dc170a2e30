using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>Says in the caller's words what is wrong with JSON; the serializer's own words name types of this program.</summary>
internal static class JsonFault
{
    /// <summary>The field of a fault that is about the body as a whole.</summary>
    public const string WholeBody = "body";

    /// <summary>The fault that keeps JSON from being read.</summary>
    /// <param name="exception">What the serializer threw.</param>
    /// <param name="root">What was to be read.</param>
    public static Fault Of(JsonException exception, Type root)
    {
        var path = exception.Path is { } full && full.StartsWith("$.", StringComparison.Ordinal) ? full[2..] : "";
        var field = path.Length == 0 ? WholeBody : path;

        // The reader's own exception is within when the text is no JSON at all.
        return exception.InnerException is JsonException syntax
            ? new Fault(field, $"is not valid JSON at line {syntax.LineNumber + 1}, byte {syntax.BytePositionInLine + 1}: {Sentence(syntax.Message)}")
            : new Fault(field, Expected(TypeAt(root, path)));
    }

    private static string Expected(Type? type) => type switch
    {
        null => "is not what is expected here",
        { IsEnum: true } => "must be one of " + string.Join(", ", WireNames.Of(type)),
        _ when type == typeof(string) => "must be a string of valid Unicode",
        _ when type == typeof(TextOrNumber) => "must be a string or a whole number",
        _ when type == typeof(bool) => "must be true or false",
        _ when type == typeof(int) || type == typeof(long) => "must be a whole number",
        _ when type == typeof(double) => "must be a number",
        _ when type == typeof(DateTimeOffset) => "must be a time such as 2026-01-31T12:00:00Z",
        _ when type == typeof(Guid) => "must be a UUID",
        _ when type == typeof(Capability) => "must be an object, or a string that is its name",
        _ when BodyFields.ItemOf(type) is not null => "must be a list",
        _ => "must be a JSON object",
    };

    /// <summary>The type that a path leads to; null where the program does not know it.</summary>
    private static Type? TypeAt(Type root, string path)
    {
        var type = root;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Split('[')[0];
            var found = BodyFields.Of(type).GetValueOrDefault(name)?.PropertyType;
            if (found is not null && part.Contains('[', StringComparison.Ordinal))
            {
                found = BodyFields.ItemOf(found);
            }

            if (found is null)
            {
                return null;
            }

            type = Nullable.GetUnderlyingType(found) ?? found;
        }

        return type;
    }

    /// <summary>The first sentence of what the reader says; the rest tells how it works.</summary>
    private static string Sentence(string message)
    {
        if (message.Contains("Expected depth", StringComparison.Ordinal) || message.Contains("end of data", StringComparison.Ordinal))
        {
            return "it ends too early, within a text, a list or an object";
        }

        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
