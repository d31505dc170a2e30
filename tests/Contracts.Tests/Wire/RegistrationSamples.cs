namespace AgentRegistry.Contracts.Tests;

/// <summary>One of each record on the versions of registrations, with every field set.</summary>
internal static class RegistrationSamples
{
    private const string Workspace = "acme";
    private const string AgentId = "coder-1";

    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 34, 56, 789, TimeSpan.Zero);

    private static readonly RegistrationVersion Version = new()
    {
        Version = 7,
        ChangedAt = Time,
        ChangedBy = "ops",
        Origin = RegistrationOrigin.Restored,
        RestoredFrom = 3,
        Changed = ["description", "capabilities"],
    };

    public static IReadOnlyList<object> Of(RegisterAgent registration) =>
    [
        Version,
        new ListRegistrationVersions { Workspace = Workspace, AgentId = AgentId, Limit = 10, Before = 8 },
        new RegistrationVersionPage { AgentId = AgentId, CurrentVersion = 7, Versions = [Version], Total = 6, NextBefore = 7 },
        new GetRegistrationVersion { Workspace = Workspace, AgentId = AgentId, Version = 3 },
        new RegistrationDetails { AgentId = AgentId, CurrentVersion = 7, Version = Version, Registration = registration },
        new RegistrationVersionNotFound { AgentId = AgentId, Version = 9 },
        new DiffRegistrationVersions { Workspace = Workspace, AgentId = AgentId, From = 3, To = 7 },
        new RegistrationDiff { AgentId = AgentId, From = 3, To = 7, Patch = [Given.Json("""{"op":"replace","path":"/name","value":"Coder"}""")] },
        new RestoreRegistration
        {
            MessageId = Guid.Parse("0197a7c0-1111-7222-8333-444455556666"),
            SentAt = Time,
            Workspace = Workspace,
            AgentId = AgentId,
            Version = 3,
            ChangedBy = "ops",
            ExpectedRevision = 42,
        },
    ];
}
