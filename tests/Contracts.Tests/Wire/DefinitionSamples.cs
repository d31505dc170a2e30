namespace AgentRegistry.Contracts.Tests;

/// <summary>One of each record on definitions, with every field set.</summary>
internal static class DefinitionSamples
{
    private const string Workspace = "acme";
    private const string Slug = "reviewer";

    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0197a7c0-1111-7222-8333-444455556666");

    private static readonly DefinitionContent Content = new()
    {
        Name = "Reviewer 🔎",
        Type = "reviewer",
        Description = "Reads changes",
        Capabilities = [new() { Name = "code_review", Description = "Reviews a change", CostEstimate = "~500 tokens", Tags = ["code"], Examples = ["review this"] }],
        Tags = ["code"],
        ConfigurationSchema = Given.Json("""{"type":"object","properties":{"most_files":{"type":"integer","minimum":1}}}"""),
        DefaultConfiguration = Given.Json("""{"most_files":20}"""),
        Metadata = Given.Json("""{"team":"core"}"""),
        Factory = new() { Name = "reviewers", Parameters = Given.Json("""{"model":"large"}""") },
    };

    private static readonly AgentDefinition Definition = new()
    {
        Workspace = Workspace,
        Slug = Slug,
        Name = "Reviewer 🔎",
        Type = "reviewer",
        Description = "Reads changes",
        Enabled = false,
        CurrentVersion = 7,
        CreatedAt = Time.AddDays(-1),
        UpdatedAt = Time,
        Revision = 42,
    };

    private static readonly DefinitionVersion Version = new()
    {
        Version = 7,
        ChangeDescription = "20 files were too few 🐢",
        CreatedBy = "alice",
        CreatedAt = Time,
        RestoredFrom = 3,
    };

    private static readonly DefinitionLabel Label = new() { Label = "stable", Version = 3 };

    public static IReadOnlyList<object> All { get; } =
    [
        Content,
        Definition,
        Version,
        Label,
        new DefinitionDetails(Definition) { Read = Version, Content = Content, Labels = [Label] },
        new SaveDefinition
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = Workspace,
            Slug = Slug,
            Content = Content,
            ExpectedVersion = 6,
            ChangeDescription = "At most 20 files",
            CreatedBy = "alice",
        },
        new RestoreDefinition
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = Workspace,
            Slug = Slug,
            ToVersion = "stable",
            ExpectedVersion = 6,
            ChangeDescription = "20 files were too few",
            CreatedBy = "alice",
        },
        new SwitchDefinition { MessageId = Id, SentAt = Time, Workspace = Workspace, Slug = Slug, Enabled = false },
        new LabelDefinition { MessageId = Id, SentAt = Time, Workspace = Workspace, Slug = Slug, Label = "stable", Version = "3" },
        new UnlabelDefinition { MessageId = Id, SentAt = Time, Workspace = Workspace, Slug = Slug, Label = "stable" },
        new DeleteDefinition { MessageId = Id, SentAt = Time, Workspace = Workspace, Slug = Slug, ExpectedVersion = 7 },
        new DefinitionAccepted { Workspace = Workspace, Slug = Slug, Outcome = DefinitionOutcome.Updated, Version = 7, Enabled = true, Revision = 42 },
        new DefinitionNotFound { Workspace = Workspace, Slug = Slug, Version = "stable" },
        new DefinitionConflict { Workspace = Workspace, Slug = Slug, Reason = DefinitionConflictReason.InUse, CurrentVersion = 7, Instances = 2 },
        new DefinitionChanged
        {
            EventId = Id,
            Revision = 42,
            Change = DefinitionChange.Labelled,
            Workspace = Workspace,
            Slug = Slug,
            CurrentVersion = 7,
            Enabled = true,
            Label = "stable",
            Version = 3,
            Timestamp = Time,
        },
        new GetDefinition { Workspace = Workspace, Slug = Slug, Version = "stable" },
        new ListDefinitions
        {
            Workspace = Workspace,
            Type = "reviewer",
            Enabled = true,
            Text = "changes",
            Limit = 20,
            Cursor = PageCursor.Write(Slug),
        },
        new DefinitionPage { Definitions = [Definition], Limit = 20, NextCursor = PageCursor.Write(Slug) },
        new ListDefinitionVersions { Workspace = Workspace, Slug = Slug, Limit = 20, Before = 7 },
        new DefinitionVersionPage { Slug = Slug, CurrentVersion = 7, Versions = [Version], NextBefore = 7 },
        new DiffDefinition { Workspace = Workspace, Slug = Slug, From = "stable", To = "7" },
        new DefinitionDiff { Slug = Slug, From = 3, To = 7, Patch = [Given.Json("""{"op":"replace","path":"/default_configuration/most_files","value":20}""")] },
    ];
}
