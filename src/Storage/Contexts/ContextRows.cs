using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Json;

namespace AgentRegistry.Storage.Contexts;

/// <summary>What both sides make of their rows alike.</summary>
internal static class ContextRows
{
    public static JsonElement Data(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>From one row more than the page holds, which tells that there is another page.</summary>
    public static ContextPage Page(IReadOnlyList<SharedContext> contexts, int limit) => new()
    {
        Contexts = [.. contexts.Take(limit)],
        Limit = limit,
        NextCursor = contexts.Count > limit ? new ContextCursor(contexts[limit - 1].AgentId, contexts[limit - 1].Name).Write() : null,
    };

    /// <summary>Where a list goes on; without a cursor before all there is. That of another agent's list is one of this agent's.</summary>
    public static ContextCursor Start(ListContexts query)
    {
        var start = query.Cursor is not null && ContextCursor.TryRead(query.Cursor, out var place) ? place : new ContextCursor("", "");
        return query.AgentId is null ? start : start with { AgentId = query.AgentId };
    }

    /// <summary>From one row more than the page holds.</summary>
    public static ContextVersionPage Page(SharedContext context, IReadOnlyList<ContextVersion> versions, int limit) => new()
    {
        AgentId = context.AgentId,
        Name = context.Name,
        CurrentVersion = context.CurrentVersion,
        Versions = [.. versions.Take(limit)],
        Total = context.VersionCount,
        NextBefore = versions.Count > limit ? versions[limit - 1].Version : null,
    };

    public static ContextDetails Details(SharedContext context, ContextVersion version, string data, IReadOnlyList<ContextCheckpoint> checkpoints) =>
        new(context) { Read = version, Data = Data(data), Checkpoints = checkpoints };

    /// <summary>Null when one of the versions is not there.</summary>
    public static ContextDiff? Diff(ContextKey key, int from, int? to, IReadOnlyList<(int Version, string Data)> versions)
    {
        var target = to ?? versions.Select(version => version.Version).DefaultIfEmpty().Max();
        var (before, after) = (DataOf(from), DataOf(target));
        return before is null || after is null ? null : new ContextDiff
        {
            AgentId = key.AgentId,
            Name = key.Name,
            From = from,
            To = target,
            Patch = JsonPatch.Between(Data(before), Data(after)),
        };

        string? DataOf(int number) => versions.Where(version => version.Version == number).Select(version => version.Data).FirstOrDefault();
    }

    /// <summary>The histories of contexts out of their rows, each of which is a version or a checkpoint.</summary>
    public static IReadOnlyDictionary<ContextKey, ContextHistory> Histories(IEnumerable<HistoryRow> rows) => rows.GroupBy(row => row.Context).ToDictionary(
        context => context.Key,
        context => new ContextHistory(
            [.. context.Where(row => row.Checkpoint is null).Select(row => new KeptVersion(row.Version, row.RollbackPointer, row.MessageId)).OrderBy(kept => kept.Version)],
            context.Where(row => row.Checkpoint is not null).ToDictionary(row => row.Checkpoint!, row => row.Version, StringComparer.Ordinal)));
}

/// <summary>A version, or a checkpoint where it has that name.</summary>
internal readonly record struct HistoryRow(ContextKey Context, int Version, int? RollbackPointer, Guid MessageId, string? Checkpoint);
