using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Feed;

/// <summary>Which event an entry holds.</summary>
public enum FeedKind
{
    AgentChanged = 1,
    ActivityRecorded = 2,
    RegistryNotice = 3,
    SessionChanged = 4,
    ContextChanged = 5,
    DefinitionChanged = 6,
    InstanceChanged = 7,
}

/// <summary>
/// One event of the feed. The feed is the outbox as well: an entry is written in the transaction of its change, and the relay,
/// the live feed and the replicas all read it from there, each with a cursor of its own.
/// </summary>
/// <param name="Revision">Its place: no gaps, in the order of the commits.</param>
/// <param name="EventId">The event's own id.</param>
/// <param name="Kind">Which event.</param>
/// <param name="AgentId">Which agent it is about; empty where it is about none.</param>
/// <param name="Workspace">Whose agent, session or context that is.</param>
/// <param name="RecordedAt">When it was written.</param>
/// <param name="Body">The event as the wire's JSON.</param>
public sealed record FeedEntry(
    long Revision, Guid EventId, FeedKind Kind, string AgentId, string Workspace, DateTimeOffset RecordedAt, string Body)
{
    public static FeedEntry Of(AgentChanged change) => new(
        change.Revision,
        change.EventId,
        FeedKind.AgentChanged,
        change.AgentId,
        change.Workspace,
        change.Timestamp,
        JsonSerializer.Serialize(change, WireJson.Options));

    public static FeedEntry Of(ActivityRecorded activity, DateTimeOffset recordedAt) => new(
        activity.Revision,
        activity.EventId,
        FeedKind.ActivityRecorded,
        activity.AgentId,
        activity.Workspace,
        recordedAt,
        JsonSerializer.Serialize(activity, WireJson.Options));

    public static FeedEntry Of(RegistryNotice notice) => new(
        notice.Revision,
        notice.EventId,
        FeedKind.RegistryNotice,
        "",
        Defaults.Workspace,
        notice.Timestamp,
        JsonSerializer.Serialize(notice, WireJson.Options));

    public static FeedEntry Of(SessionChanged change) => new(
        change.Revision,
        change.EventId,
        FeedKind.SessionChanged,
        "",
        change.Workspace,
        change.Timestamp,
        JsonSerializer.Serialize(change, WireJson.Options));

    public static FeedEntry Of(ContextChanged change) => new(
        change.Revision,
        change.EventId,
        FeedKind.ContextChanged,
        change.AgentId,
        change.Workspace,
        change.Timestamp,
        JsonSerializer.Serialize(change, WireJson.Options));

    public static FeedEntry Of(DefinitionChanged change) => new(
        change.Revision,
        change.EventId,
        FeedKind.DefinitionChanged,
        "",
        change.Workspace,
        change.Timestamp,
        JsonSerializer.Serialize(change, WireJson.Options));

    public static FeedEntry Of(InstanceChanged change) => new(
        change.Revision,
        change.EventId,
        FeedKind.InstanceChanged,
        change.InstanceId,
        change.Workspace,
        change.Timestamp,
        JsonSerializer.Serialize(change, WireJson.Options));

    /// <summary>The event, for those who look inside.</summary>
    public T Read<T>() =>
        JsonSerializer.Deserialize<T>(Body, WireJson.Options)
        ?? throw new InvalidOperationException($"Revision {Revision} of the feed has no body.");
}
