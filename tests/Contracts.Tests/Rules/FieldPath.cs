using System.Reflection;
using System.Text.RegularExpressions;

namespace AgentRegistry.Contracts.Tests;

/// <summary>Follows a fault's path, such as <c>capabilities[3].name</c>, through the type of its message.</summary>
internal static partial class FieldPath
{
    public static bool Exists(Type message, string path)
    {
        Type? type = message;
        foreach (var step in path.Split('.'))
        {
            var match = Step().Match(step);
            var name = match.Groups["name"].Value;
            type = match.Success && type is not null ? type.GetProperties().SingleOrDefault(property => Camel(property) == name)?.PropertyType : null;
            if (type is not null && match.Groups["index"].Success)
            {
                type = type.IsGenericType ? type.GetGenericArguments()[0] : null;
            }
        }

        return type is not null;
    }

    private static string Camel(PropertyInfo property) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    [GeneratedRegex(@"\A(?<name>[A-Za-z]+)(?<index>\[\d+\])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Step();
}
