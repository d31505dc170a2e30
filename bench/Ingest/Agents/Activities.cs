using AgentRegistry.Contracts;

namespace AgentRegistry.Ingest.Agents;

/// <summary>Activities as agents log them: finished tasks, most of them well.</summary>
internal static class Activities
{
    // What an agent of a coding team says: some lines, not a file.
    private const string Output =
        "Implemented the endpoint, added tests for the empty, the full and the faulty case, and updated the reference. "
        + "All 214 tests pass; coverage of the changed files is 93 %. No open questions; the reviewer was asked to look at the migration.";

    public static List<ActivityLogged> Make(IReadOnlyList<string> agents, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        return [.. Enumerable.Range(0, count).Select(number => Make(agents[number % agents.Count], number, now.AddMicroseconds(number)))];
    }

    private static ActivityLogged Make(string agent, int number, DateTimeOffset occurredAt)
    {
        var status = (number % 50) switch
        {
            7 or 19 or 31 or 43 => ActivityStatus.Failed,
            25 => ActivityStatus.Timeout,
            _ => ActivityStatus.Success,
        };
        return new ActivityLogged
        {
            ActivityId = Guid.CreateVersion7(),
            OccurredAt = occurredAt,
            AgentId = agent,
            TaskId = $"task-{number}",
            Status = status,
            Output = status == ActivityStatus.Success ? Output : null,
            Error = status == ActivityStatus.Success ? null : "The build server did not answer within its limit.",
            DurationMs = 500 + (number * 37 % 60_000),
            Description = "Implement the export of invoices",
            ProjectId = "billing",
        };
    }
}
