using System.Data.Common;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Feed;

/// <summary>How entries lie in the tables, and those that could not be delivered.</summary>
internal static class FeedColumns
{
    public static readonly TableColumns<FeedEntry> Entry = new("feed.entry", Of<FeedEntry>(entry => entry));

    /// <summary>Of a delivery, when it gave up on them.</summary>
    public static readonly TableColumns<(string Delivery, Undeliverable One, DateTimeOffset At)> DeadLetters = new(
        "feed.stuck",
        [
            .. Of<(string Delivery, Undeliverable One, DateTimeOffset At)>(letter => letter.One.Entry),
            TableColumn<(string Delivery, Undeliverable One, DateTimeOffset At)>.Text("delivery", letter => letter.Delivery),
            TableColumn<(string Delivery, Undeliverable One, DateTimeOffset At)>.Text("reason", letter => letter.One.Reason),
            TableColumn<(string Delivery, Undeliverable One, DateTimeOffset At)>.Time("stuck_at", letter => letter.At),
        ]);

    public const string TriedAgain =
        "on conflict (delivery, revision) do update set reason = excluded.reason, attempts = stuck.attempts + 1, stuck_at = excluded.stuck_at, replay = false";

    public static FeedEntry Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetGuid(1),
        (FeedKind)row.GetInt16(2),
        row.GetString(3),
        row.GetString(4),
        row.Time(5).GetValueOrDefault(),
        row.GetString(6));

    private static TableColumn<T>[] Of<T>(Func<T, FeedEntry> entry) =>
    [
        TableColumn<T>.Long("revision", row => entry(row).Revision),
        TableColumn<T>.Id("event_id", row => entry(row).EventId),
        TableColumn<T>.Small("kind", row => (short)entry(row).Kind),
        TableColumn<T>.Text("agent_id", row => entry(row).AgentId),
        TableColumn<T>.Text("workspace", row => entry(row).Workspace),
        TableColumn<T>.Time("recorded_at", row => entry(row).RecordedAt),
        TableColumn<T>.Text("body", row => entry(row).Body),
    ];
}
