namespace AgentRegistry.Contracts.Tests;

/// <summary>One of each record on contexts, with every field set.</summary>
internal static class ContextSamples
{
    private const string Workspace = "acme";
    private const string AgentId = "coder-1";
    private const string Name = "plan";

    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0197a7c0-1111-7222-8333-444455556666");

    private static readonly SharedContext Context = new()
    {
        Workspace = Workspace,
        AgentId = AgentId,
        Name = Name,
        CurrentVersion = 7,
        VersionCount = 6,
        RollbackPointer = 3,
        RollbackState = RollbackState.Success,
        CreatedAt = Time.AddDays(-1),
        UpdatedAt = Time,
        Revision = 42,
    };

    private static readonly ContextVersion Version = new()
    {
        Version = 7,
        ChangeDescription = "The check was too slow 🐢",
        CreatedBy = "reviewer",
        CreatedAt = Time,
        RollbackPointer = 3,
    };

    private static readonly ContextCheckpoint Checkpoint = new() { Checkpoint = "approved", Version = 3 };

    public static IReadOnlyList<object> All { get; } =
    [
        new WriteContext
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = Workspace,
            AgentId = AgentId,
            Name = Name,
            Data = Given.Json("""{"goal":"export invoices","done":null}"""),
            ExpectedVersion = 6,
            ChangeDescription = "Check before writing",
            CreatedBy = "reviewer",
        },
        new RollbackContext
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = Workspace,
            AgentId = AgentId,
            Name = Name,
            ToVersion = 3,
            ToCheckpoint = "approved",
            ExpectedVersion = 6,
            ChangeDescription = "The check was too slow",
            CreatedBy = "reviewer",
        },
        new NameCheckpoint { MessageId = Id, SentAt = Time, Workspace = Workspace, AgentId = AgentId, Name = Name, Checkpoint = "approved", Version = 3 },
        new RemoveCheckpoint { MessageId = Id, SentAt = Time, Workspace = Workspace, AgentId = AgentId, Name = Name, Checkpoint = "approved" },
        new DeleteContext { MessageId = Id, SentAt = Time, Workspace = Workspace, AgentId = AgentId, Name = Name, ExpectedVersion = 7 },
        new ContextAccepted
        {
            Workspace = Workspace,
            AgentId = AgentId,
            Name = Name,
            Outcome = ContextOutcome.Updated,
            Version = 7,
            RollbackPointer = 3,
            RollbackState = RollbackState.Success,
            Revision = 42,
        },
        new ContextNotFound
        {
            Workspace = Workspace,
            AgentId = AgentId,
            Name = Name,
            Version = 3,
            Checkpoint = "approved",
            RollbackState = RollbackState.Failed,
        },
        new ContextConflict
        {
            Workspace = Workspace,
            AgentId = AgentId,
            Name = Name,
            Reason = ContextConflictReason.Current,
            CurrentVersion = 7,
            RollbackState = RollbackState.Failed,
        },
        new ContextChanged
        {
            EventId = Id,
            Revision = 42,
            Change = ContextChange.RolledBack,
            Workspace = Workspace,
            AgentId = AgentId,
            Name = Name,
            CurrentVersion = 7,
            RollbackPointer = 3,
            RollbackState = RollbackState.Success,
            Checkpoint = "approved",
            Timestamp = Time,
        },
        Context,
        Version,
        Checkpoint,
        new ContextDetails(Context) { Read = Version, Data = Given.Json("""{"goal":"export invoices","done":null}"""), Checkpoints = [Checkpoint] },
        new GetContext { Workspace = Workspace, AgentId = AgentId, Name = Name, Version = 3, Checkpoint = "approved" },
        new ListContexts { Workspace = Workspace, AgentId = AgentId, Limit = 20, Cursor = new ContextCursor(AgentId, Name).Write() },
        new ContextPage { Contexts = [Context], Limit = 20, NextCursor = new ContextCursor(AgentId, Name).Write() },
        new ListContextVersions { Workspace = Workspace, AgentId = AgentId, Name = Name, Limit = 20, Before = 7 },
        new ContextVersionPage { AgentId = AgentId, Name = Name, CurrentVersion = 7, Versions = [Version], Total = 6, NextBefore = 7 },
        new DiffContext { Workspace = Workspace, AgentId = AgentId, Name = Name, From = 6, To = 7 },
        new ContextDiff
        {
            AgentId = AgentId,
            Name = Name,
            From = 6,
            To = 7,
            Patch = [Given.Json("""{"op":"remove","path":"/steps/1"}"""), Given.Json("""{"op":"replace","path":"/done","value":null}""")],
        },
    ];
}
