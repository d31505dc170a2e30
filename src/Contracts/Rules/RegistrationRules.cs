namespace AgentRegistry.Contracts;

/// <content>The rules of what is asked of a registration's versions, and of their restoration.</content>
public static partial class MessageRules
{
    /// <summary>Checks a restoration.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RestoreRegistration message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        AtVersion(check, message.Version, "version");
        check.OptionalLine(message.ChangedBy, "changedBy", limits.Name);
        return check.Faults;
    }

    /// <summary>Checks a request for a version.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetRegistrationVersion message, Limits limits)
    {
        var check = new RuleCheck();
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        AtVersion(check, message.Version, "version");
        return check.Faults;
    }

    /// <summary>Checks a request for a page of versions.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListRegistrationVersions message, Limits limits)
    {
        var check = new RuleCheck();
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        AtVersion(check, message.Before, "before");
        return check.Faults;
    }

    /// <summary>Checks a comparison of two versions.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DiffRegistrationVersions message, Limits limits)
    {
        var check = new RuleCheck();
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        AtVersion(check, message.From, "from");
        AtVersion(check, message.To, "to");
        return check.Faults;
    }

    /// <summary>Agents are found by their ids: a workspace is compared where one is named.</summary>
    private static void OfWorkspace(RuleCheck check, string? workspace, Limits limits, string path = "")
    {
        if (workspace is not null)
        {
            check.Id(workspace, path + "workspace", limits.AgentId);
        }
    }
}
