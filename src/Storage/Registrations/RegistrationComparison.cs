using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Json;

namespace AgentRegistry.Storage.Registrations;

/// <summary>What makes one registration another. What only tells one message from another is not compared.</summary>
public static class RegistrationComparison
{
    /// <summary>The fields that differ, by their names over HTTP.</summary>
    public static IReadOnlyList<string> Changed(RegisterAgent from, RegisterAgent to)
    {
        var (before, after) = (Json(from, WireJson.Options), Json(to, WireJson.Options));
        return [.. before.EnumerateObject().Concat(after.EnumerateObject()).Select(field => field.Name).Distinct(StringComparer.Ordinal)
            .Where(name => !AreEqual(before, after, name))];
    }

    /// <summary>What makes one version another; null with the version that is not there.</summary>
    public static async Task<(RegistrationDiff? Diff, int? Missing)> DiffAsync(
        this IRegistrationReader registrations, DiffRegistrationVersions query, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        if (await registrations.FindAsync(query.Workspace, query.AgentId, query.From, cancellationToken) is not { } from)
        {
            return (null, query.From);
        }

        return await registrations.FindAsync(query.Workspace, query.AgentId, query.To, cancellationToken) is not { } to
            ? (null, query.To)
            : (new RegistrationDiff
            {
                AgentId = query.AgentId,
                From = query.From,
                To = to.Version.Version,
                Patch = Patch(from.Registration, to.Registration, options),
            }, null);
    }

    private static IReadOnlyList<JsonElement> Patch(RegisterAgent from, RegisterAgent to, JsonSerializerOptions options) =>
        JsonPatch.Between(Json(from, options), Json(to, options));

    private static JsonElement Json(RegisterAgent registration, JsonSerializerOptions options) =>
        JsonSerializer.SerializeToElement(registration.WithoutEnvelope(), options);

    private static bool AreEqual(JsonElement before, JsonElement after, string name) =>
        before.TryGetProperty(name, out var one) == after.TryGetProperty(name, out var other)
        && (one.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(one, other));
}
