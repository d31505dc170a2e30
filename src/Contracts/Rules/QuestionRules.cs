namespace AgentRegistry.Contracts;

/// <content>The rules of what is asked of agents.</content>
public static partial class MessageRules
{
    /// <summary>Checks a request for one agent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetAgent message, Limits limits)
    {
        var check = new RuleCheck();
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        check.Range(message.HistoryLimit, "historyLimit", 1, limits.History);
        return check.Faults;
    }

    /// <summary>Checks a list's filters and paging.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListAgents message, Limits limits)
    {
        var check = new RuleCheck();
        Filter(check, message, "", limits);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Range(message.Offset, "offset", 0, int.MaxValue);
        check.Require(message.Cursor is null || message.Offset == 0, "cursor", "cannot be given with an offset");
        check.Require(
            message.Cursor is null || (PageCursor.TryRead(message.Cursor, out var id) && RuleCheck.IsId(id)),
            "cursor",
            "must be the next_cursor of an earlier page");
        return check.Faults;
    }

    /// <summary>Checks a search.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(SearchCapabilities message, Limits limits)
    {
        var check = new RuleCheck();
        Search(check, message.Query, message.Limit, limits.Query);
        if (message.Filter is { } filter)
        {
            Filter(check, filter, "filter.", limits);
        }

        return check.Faults;
    }

    /// <summary>Checks a question for the right agent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RouteQuery message, Limits limits)
    {
        var check = new RuleCheck();
        OfWorkspace(check, message.Workspace, limits);

        if (message.SessionId is not null)
        {
            check.Id(message.SessionId, "sessionId", limits.AgentId);
        }

        Search(check, message.Query, message.Limit, limits.RouteQuery);
        if (message.Filter is not null)
        {
            Filter(check, message.Filter, "filter.", limits);
        }

        return check.Faults;
    }

    /// <summary>Checks a question about a decision.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetRoute message, Limits limits)
    {
        var check = new RuleCheck();
        check.Id(message.Workspace, "workspace", limits.AgentId);
        check.MessageId(message.RouteId, "routeId");
        return check.Faults;
    }

    /// <summary>Checks a search of the memory.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(SearchMemory message, Limits limits)
    {
        var check = new RuleCheck();
        OfWorkspace(check, message.Workspace, limits);
        Search(check, message.Query, message.Limit, limits.Query);
        return check.Faults;
    }

    private static void Search(RuleCheck check, string? query, int limit, int longest)
    {
        check.Require(query is { Length: > 0 } && query.Length <= longest, "query", $"must be 1 to {longest} characters");
        check.Require(
            query is null or "" || query.EnumerateRunes().Any(System.Text.Rune.IsLetterOrDigit), "query", "must contain a letter or a digit");
        check.Range(limit, "limit", 1, 100);
    }

    private static void Filter(RuleCheck check, ListAgents filter, string path, Limits limits)
    {
        check.OptionalLine(filter.Type, path + "type", limits.Name);
        check.Known(filter.Status, path + "status");
        check.Known(filter.Health, path + "health");
        check.Lines(filter.Capabilities, path + "capabilities", limits.Tags, limits.CapabilityName);
        check.Lines(filter.Tags, path + "tags", limits.Tags, limits.Name);
        OfWorkspace(check, filter.Workspace, limits, path);
        check.OptionalLine(filter.Project, path + "project", limits.AgentId);
        check.OptionalLine(filter.Text, path + "text", 256);
    }
}
