using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Instances;

/// <summary>What both sides make of their rows alike.</summary>
internal static class InstanceRows
{
    public static JsonElement Configuration(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static InstanceError? Error(string? message, DateTimeOffset? at) =>
        message is not null && at is { } time ? new() { Message = message, At = time } : null;

    /// <summary>From one row more than the page holds, which tells that there is another page.</summary>
    public static InstancePage Page(IReadOnlyList<AgentInstance> instances, int limit) => new()
    {
        Instances = [.. instances.Take(limit)],
        Limit = limit,
        NextCursor = instances.Count > limit ? PageCursor.Write(instances[limit - 1].InstanceId) : null,
    };

    /// <summary>Where a list goes on; without a cursor before all there is.</summary>
    public static string Start(ListInstances query) => query.Cursor is not null && PageCursor.TryRead(query.Cursor, out var id) ? id : "";
}
