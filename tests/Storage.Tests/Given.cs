using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.Storage.Tests;

/// <summary>Rows in few words.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static int _next;

    /// <summary>An id that no other test has.</summary>
    public static string NewId() => $"agent-{Interlocked.Increment(ref _next)}";

    public static AgentState State(string id, long revision = 1) => new()
    {
        Id = id,
        SentAt = Now,
        ReportedAt = Now,
        Health = AgentHealth.Healthy,
        HealthReason = "heartbeats are fresh",
        HealthSince = Now,
        RegisteredAt = Now,
        UpdatedAt = Now,
        Revision = revision,
    };

    public static AgentRecord Record(string id, long revision = 1) => new(State(id, revision), Registration(id));

    public static RegisterAgent Registration(string id) => new() { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = id, Name = id };

    /// <summary>A state with every field set at random, times to the microsecond.</summary>
    public static AgentState AnyState(Random random, string id) => new()
    {
        Id = id,
        Workspace = $"workspace-{random.Next(3)}",
        IntervalSeconds = random.Next(1, 3_601),
        StartedAt = AnyTimeOrNull(random),
        SentAt = AnyTime(random),
        ReportedStatus = AnyOf<AgentStatus>(random),
        ReportedAt = AnyTime(random),
        Health = AnyOf<AgentHealth>(random),
        HealthReason = $"because {random.Next()} 测试 🤖",
        HealthSince = AnyTime(random),
        Enabled = random.Next(2) == 0,
        Draining = random.Next(2) == 0,
        LastHeartbeat = AnyTimeOrNull(random),
        StatusCommandedAt = AnyTimeOrNull(random),
        CapabilitiesCommandedAt = AnyTimeOrNull(random),
        RegisteredAt = AnyTime(random),
        UpdatedAt = AnyTime(random),
        Revision = random.NextInt64(1, long.MaxValue / 2),
        DeletedAt = AnyTimeOrNull(random),
        RegistrationVersion = random.Next(1, 1_000),
    };

    public static RegisterAgent AnyRegistration(Random random, AgentState state) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = state.SentAt,
        StartedAt = state.StartedAt,
        AgentId = state.Id,
        Name = $"Agent {random.Next()} 🤖",
        Type = "coder",
        Description = random.Next(2) == 0 ? null : "line 1\nline 2\t\u0001 \\ \" ' <b>",
        BaseUrl = random.Next(2) == 0 ? null : "http://10.0.0.1:9000",
        Capabilities = [.. Enumerable.Range(0, random.Next(4)).Select(i => new Capability { Name = $"c{i}", CostEstimate = "~1", Tags = ["t"], Examples = ["e"] })],
        Tags = [.. Enumerable.Range(0, random.Next(4)).Select(i => $"tag-{i}")],
        Factory = random.Next(2) == 0 ? null : new() { Name = "coder:v2", Parameters = random.Next(2) == 0 ? null : Json("""{"b":1.50,"a":null}""") },
        Version = "1.2.3",
        Workspace = state.Workspace,
        Project = "apollo",
        Owner = "ops",
        HeartbeatIntervalSeconds = state.IntervalSeconds,
        Status = random.Next(2) == 0 ? null : AnyOf<AgentStatus>(random),
    };

    public static ActivityLogged Activity(string agentId, ActivityStatus status = ActivityStatus.Success, long? durationMs = null, DateTimeOffset? at = null) => new()
    {
        ActivityId = Guid.NewGuid(),
        AgentId = agentId,
        TaskId = "task",
        Status = status,
        DurationMs = durationMs,
        OccurredAt = at ?? Now,
    };

    public static FeedEntry Entry(string agentId, long revision, FeedKind kind = FeedKind.AgentChanged, DateTimeOffset? recordedAt = null) =>
        new(revision, Guid.NewGuid(), kind, agentId, "default", recordedAt ?? Now, "{}");

    public static T AnyOf<T>(Random random)
        where T : struct, Enum => random.GetItems(Enum.GetValues<T>(), 1)[0];

    /// <summary>To the microsecond, and in any offset.</summary>
    public static DateTimeOffset AnyTime(Random random) =>
        new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(random.NextInt64(0, 10_000L * 24 * 3_600 * 1_000_000) * TimeSpan.TicksPerMicrosecond)
            .ToOffset(TimeSpan.FromHours(random.Next(-12, 13)));

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static DateTimeOffset? AnyTimeOrNull(Random random) => random.Next(3) == 0 ? null : AnyTime(random);
}
