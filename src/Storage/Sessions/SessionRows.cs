using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Sessions;

/// <summary>What both sides make of their rows alike.</summary>
internal static class SessionRows
{
    /// <summary>Agents of one analysis, the most called.</summary>
    public const int MostAgents = 1_000;

    public static string? Write(JsonElement? metadata) => metadata is { ValueKind: JsonValueKind.Object } element ? element.GetRawText() : null;

    public static JsonElement? Metadata(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>From one row more than the page holds, which tells that there is another page.</summary>
    public static SessionPage Page(IReadOnlyList<Session> sessions, int limit) => new()
    {
        Sessions = [.. sessions.Take(limit)],
        Limit = limit,
        NextCursor = sessions.Count > limit ? new SessionCursor(sessions[limit - 1].CreatedAt, sessions[limit - 1].SessionId).Write() : null,
    };

    /// <summary>Where a list goes on; without a cursor before all there is.</summary>
    public static SessionCursor Start(string? cursor) =>
        cursor is not null && SessionCursor.TryRead(cursor, out var place) ? place : new SessionCursor(DateTimeOffset.MaxValue, "");

    public static SessionMessagePage Page(string sessionId, IReadOnlyList<SessionMessage> messages, int total, int limit) => new()
    {
        SessionId = sessionId,
        Messages = messages,
        Total = total,
        NextAfter = messages.Count == limit && messages[^1].Sequence < total ? messages[^1].Sequence : null,
    };

    public static SessionInvocationPage Page(string sessionId, IReadOnlyList<SessionInvocation> invocations, int total, int limit) => new()
    {
        SessionId = sessionId,
        Invocations = invocations,
        Total = total,
        NextAfter = invocations.Count == limit && invocations[^1].Sequence < total ? invocations[^1].Sequence : null,
    };

    public static SessionDetails Details(Session session, IReadOnlyList<SessionMessage> messages, IReadOnlyList<SessionInvocation> invocations) =>
        new(session)
        {
            ConversationHistory = messages,
            AgentsInvoked = invocations,
            Context = invocations.Count == 0 ? null : Context(session.SessionId, invocations[^1]),
        };

    public static SessionAnalysis Analysis(IReadOnlyList<StatusTally> tallies, IReadOnlyList<SessionAgentUse> agents) => new()
    {
        Sessions = tallies.Sum(tally => tally.Sessions),
        Active = Of(tallies, SessionStatus.Active),
        Completed = Of(tallies, SessionStatus.Completed),
        Expired = Of(tallies, SessionStatus.Expired),
        Messages = tallies.Sum(tally => tally.Messages),
        Invocations = tallies.Sum(tally => tally.Invocations),
        Agents = agents,
    };

    public static SessionAgentUse Use(string agentId, long sessions, long invocations, long succeeded, double? average, long? longest) => new()
    {
        AgentId = agentId,
        Sessions = sessions,
        Invocations = invocations,
        Succeeded = succeeded,
        SuccessRate = Math.Round((double)succeeded / invocations, 4),
        AvgDurationMs = average is { } mean ? Math.Round(mean, 1) : null,
        MaxDurationMs = longest,
    };

    private static long Of(IReadOnlyList<StatusTally> tallies, SessionStatus status) =>
        tallies.Where(tally => tally.Status == status).Sum(tally => tally.Sessions);

    private static SessionContext Context(string sessionId, SessionInvocation last) => new()
    {
        SessionId = sessionId,
        LastAgentId = last.AgentId,
        LastQuery = last.Query,
        LastResponse = last.Response,
        UpdatedAt = last.Timestamp,
    };
}

/// <summary>How many sessions of a status there are, and what they hold.</summary>
internal sealed record StatusTally(SessionStatus Status, long Sessions, long Messages, long Invocations);
