using System.Text;

namespace AgentRegistry.Contracts;

/// <content>The rules of activities, memories, routes, searches and statistics.</content>
public static partial class MessageRules
{
    private const int MaxTaskId = 256;
    private const int MaxMatches = 100;
    private const long MaxDurationMs = 10L * 365 * 24 * 3_600 * 1_000;

    internal static void Check(RuleCheck check, ActivityLogged message)
    {
        check.MessageId(message.ActivityId, "activityId");
        check.Time(message.OccurredAt, "occurredAt");
        check.Id(message.AgentId, "agentId");
        check.Line(message.TaskId, "taskId", MaxTaskId);
        check.Require(message.Status is not null, "status", "is required: running, success, failed or timeout");
        check.Known(message.Status, "status");
        check.OptionalBytes(message.Output, "output", check.Limits.OutputBytes);
        check.OptionalBytes(message.Error, "error", check.Limits.OutputBytes);
        check.Range(message.DurationMs ?? 0, "durationMs", 0, MaxDurationMs);
        check.OptionalId(message.ProjectId, "projectId");
        check.OptionalLine(message.ProjectName, "projectName", check.Limits.Name);
        check.OptionalText(message.Description, "description", MaxShortText);
    }

    internal static void Check(RuleCheck check, SearchMemory message)
    {
        check.OptionalId(message.Workspace, "workspace");
        Search(check, message.Query, message.Limit, check.Limits.Query);
    }

    internal static void Check(RuleCheck check, SearchCapabilities message)
    {
        Search(check, message.Query, message.Limit, check.Limits.Query);
        Filter(check, message.Filter, "filter.");
    }

    internal static void Check(RuleCheck check, RouteQuery message)
    {
        check.OptionalId(message.Workspace, "workspace");
        check.OptionalId(message.SessionId, "sessionId");
        Search(check, message.Query, message.Limit, check.Limits.RouteQuery);
        Filter(check, message.Filter, "filter.");
    }

    internal static void Check(RuleCheck check, GetRoute message)
    {
        check.Id(message.Workspace, "workspace");
        check.MessageId(message.RouteId, "routeId");
    }

    internal static void Check(RuleCheck check, GetStatistics message) => check.OptionalId(message.Workspace, "workspace");

    private static void Search(RuleCheck check, string? query, int limit, int maximum)
    {
        check.Require(query is { Length: > 0 } && query.Length <= maximum, "query", $"must be 1 to {maximum} characters");
        check.Require(query is null or "" || query.EnumerateRunes().Any(Rune.IsLetterOrDigit), "query", "must contain a letter or a digit");
        check.Range(limit, "limit", 1, MaxMatches);
    }
}
