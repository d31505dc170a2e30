namespace AgentRegistry.Contracts.Tests;

/// <summary>One of each record on instances, with every field set.</summary>
internal static class InstanceSamples
{
    private const string Workspace = "acme";
    private const string InstanceId = "reviewer-1";

    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0197a7c0-1111-7222-8333-444455556666");

    private static readonly InstanceError Error = new() { Message = "the model is away 🐢", At = Time };

    private static readonly AgentInstance Instance = new()
    {
        Workspace = Workspace,
        InstanceId = InstanceId,
        Name = "Reviewer of Apollo",
        Definition = "reviewer",
        DefinitionVersion = 3,
        Project = "apollo",
        Configuration = Given.Json("""{"most_files":20}"""),
        Status = AgentStatus.Error,
        LastError = Error,
        LastHeartbeat = Time,
        CreatedAt = Time.AddDays(-1),
        UpdatedAt = Time,
        Revision = 42,
    };

    public static IReadOnlyList<object> All { get; } =
    [
        Instance,
        Error,
        new SpawnInstance
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = Workspace,
            Definition = "reviewer",
            DefinitionVersion = "stable",
            InstanceId = InstanceId,
            Name = "Reviewer of Apollo",
            Project = "apollo",
            Configuration = Given.Json("""{"most_files":20}"""),
        },
        new ConfigureInstance
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = Workspace,
            InstanceId = InstanceId,
            Configuration = Given.Json("""{"most_files":50}"""),
            ExpectedRevision = 41,
        },
        new ChangeInstanceStatus { MessageId = Id, SentAt = Time, Workspace = Workspace, InstanceId = InstanceId, Status = AgentStatus.Error, Error = "the model is away" },
        new DeleteInstance { MessageId = Id, SentAt = Time, Workspace = Workspace, InstanceId = InstanceId },
        new InstanceAccepted
        {
            Workspace = Workspace,
            InstanceId = InstanceId,
            Outcome = InstanceOutcome.Spawned,
            Definition = "reviewer",
            DefinitionVersion = 3,
            Status = AgentStatus.Initializing,
            Revision = 42,
        },
        new InstanceNotFound { Workspace = Workspace, InstanceId = InstanceId },
        new InstanceConflict
        {
            Workspace = Workspace,
            InstanceId = InstanceId,
            Reason = InstanceConflictReason.Full,
            Limit = 20,
            Status = AgentStatus.Busy,
            CurrentRevision = 42,
        },
        new InstanceChanged
        {
            EventId = Id,
            Revision = 42,
            Change = InstanceChange.StatusChanged,
            Workspace = Workspace,
            InstanceId = InstanceId,
            Definition = "reviewer",
            DefinitionVersion = 3,
            Project = "apollo",
            Status = AgentStatus.Busy,
            Timestamp = Time,
        },
        new GetInstance { Workspace = Workspace, InstanceId = InstanceId },
        new ListInstances { Workspace = Workspace, Project = "apollo", Definition = "reviewer", Status = AgentStatus.Busy, Limit = 20, Cursor = PageCursor.Write(InstanceId) },
        new InstancePage { Instances = [Instance], Limit = 20, NextCursor = PageCursor.Write(InstanceId) },
    ];
}
