namespace AgentRegistry.Contracts.Tests;

/// <summary>One of every record, with every field set to something other than its default, so that none can vanish unseen.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0197a7c0-1111-7222-8333-444455556666");

    private static readonly Capability Capability = new()
    {
        Name = "code_generation",
        Description = "Writes code & tests",
        CostEstimate = "~100 tokens",
        Tags = ["python", "测试"],
        Examples = ["write a parser"],
    };

    private static readonly AgentFactoryReference Factory = new() { Name = "coder:v2", Parameters = Given.Json("""{"Max_Tokens":1.50,"style":"terse"}""") };

    private static readonly Heartbeat Heartbeat = new()
    {
        AgentId = "coder-1",
        SentAt = Time,
        StartedAt = Time.AddHours(-1),
        Status = AgentStatus.Busy,
        ActiveTasks = 3,
        Load = 0.75,
        UptimeSeconds = 3600.5,
    };

    private static readonly RegisterAgent Registration = new()
    {
        MessageId = Id,
        SentAt = Time,
        StartedAt = Time.AddHours(-1),
        AgentId = "coder-1",
        Name = "Coder 🤖",
        Type = "coder",
        Description = "Writes <code>",
        BaseUrl = "http://10.0.0.1:9000",
        Capabilities = [Capability],
        Tags = ["gpu"],
        Metadata = Given.Json("""{"team":"core","Max_Size":1.50}"""),
        Factory = Factory,
        Version = "1.2.3",
        Workspace = "acme",
        Project = "apollo",
        Owner = "ops@example.org",
        ChangedBy = "ops",
        HeartbeatIntervalSeconds = 15,
        Status = AgentStatus.Initializing,
    };

    private static readonly RegistryNotice Notice = new()
    {
        EventId = Id,
        Revision = 42,
        Topic = NoticeTopic.MemoryServer,
        State = "open",
        Reason = "3 failures in a row",
        Source = "host-1:4711",
        Timestamp = Time,
    };

    private static readonly MemoryRecord Memory = new()
    {
        ActivityId = Id,
        Who = new() { AgentId = "coder-1", AgentType = "Coder", AgentCategory = "coder", AgentCapabilities = ["code"] },
        When = new() { IsoTimestamp = Time, UnixTimestamp = 1769862896, Readable = "2026-01-31 12:34:56 UTC" },
        Project = new() { Workspace = "acme", ProjectId = "apollo", ProjectName = "Apollo", TaskId = "task-1" },
        Why = new() { Intent = "implementation", Description = "Review" },
        Content = "task-1\ndone",
    };

    private static readonly Agent Agent = new()
    {
        Id = "coder-1",
        Name = "Coder 🤖",
        Type = "coder",
        Description = "Writes <code>",
        BaseUrl = "http://10.0.0.1:9000",
        Capabilities = [Capability],
        Tags = ["gpu"],
        Metadata = Given.Json("""{"team":"core","Max_Size":1.50}"""),
        Factory = Factory,
        Version = "1.2.3",
        Workspace = "acme",
        Project = "apollo",
        Owner = "ops@example.org",
        HeartbeatIntervalSeconds = 15,
        LeaseSeconds = 31,
        Status = AgentStatus.Error,
        Health = AgentHealth.Unhealthy,
        HealthReason = "reports an error",
        Enabled = false,
        Draining = true,
        RegisteredAt = Time.AddDays(-2),
        UpdatedAt = Time.AddDays(-1),
        LastActiveAt = Time.AddHours(-1),
        LastHeartbeat = Time,
        LeaseExpiresAt = Time.AddSeconds(30),
        ActiveTasks = 3,
        Load = 0.75,
        UptimeSeconds = 3600.5,
        Revision = 42,
    };

    private static readonly AgentMetrics Metrics = new()
    {
        Started = 1,
        Succeeded = 2,
        Failed = 3,
        TimedOut = 4,
        SuccessRate = 0.2222,
        AvgDurationMs = 1234.5,
        P50DurationMs = 1000.1,
        P95DurationMs = 2000.2,
        P99DurationMs = 3000.3,
    };

    private static readonly ExecutionHistoryItem HistoryItem = new()
    {
        ActivityId = Id,
        TaskId = "task-1",
        Status = ActivityStatus.Timeout,
        Output = "so far",
        Error = "took too long",
        DurationMs = 60000,
        Description = "Review",
        ProjectId = "apollo",
        Timestamp = Time,
        RecordedAt = Time.AddSeconds(1),
    };

    private static readonly ListAgents List = new()
    {
        Type = "coder",
        Status = AgentStatus.Active,
        Health = AgentHealth.Suspect,
        Capabilities = ["code_generation"],
        Tags = ["gpu"],
        Workspace = "acme",
        Project = "apollo",
        EnabledOnly = true,
        Text = "parser",
        Limit = 20,
        Offset = 40,
        Cursor = "Y29kZXItMQ",
    };

    private static readonly AgentResult Result = new()
    {
        AgentId = "coder-1",
        Outcome = AgentOutcome.Rejected,
        Revision = 42,
        Faults = [new Fault("name", "must be 1 to 128 characters")],
    };

    private static readonly RouteCandidate Candidate = new()
    {
        AgentId = "coder-1",
        Name = "Coder",
        Capability = "code_generation",
        CostEstimate = "~100 tokens",
        BaseUrl = "http://coder-1:8000",
        Score = 0.92,
        TextScore = 1,
        AnsweredQueries = 12,
        AnsweredLikeness = 0.41,
        Reasons = ["'code' in its capability 'code_generation'", "healthy"],
        Status = AgentStatus.Busy,
        Health = AgentHealth.Healthy,
    };

    private static readonly RejectedCandidate Rejected = new() { AgentId = "coder-2", Name = "Old coder", TextScore = 0.7, Reason = "it is draining and takes no new work" };

    private static readonly CapabilityMatch Match = new()
    {
        AgentId = "coder-1",
        Name = "Coder 🤖",
        Capability = "code_generation",
        Description = "Writes code & tests",
        CostEstimate = "~100 tokens",
        Score = 7.25,
        MatchedWords = ["code"],
        Status = AgentStatus.Busy,
        Health = AgentHealth.Healthy,
        BaseUrl = "http://10.0.0.1:9000",
    };

    private static readonly Session Session = new()
    {
        SessionId = "session-1",
        Workspace = "acme",
        UserId = "alice",
        Status = SessionStatus.Completed,
        Metadata = Given.Json("""{"channel":"web"}"""),
        CreatedAt = Time.AddDays(-1),
        UpdatedAt = Time,
        StatusSince = Time.AddHours(-1),
        MessageCount = 2,
        InvocationCount = 1,
        LastAgentId = "tickets",
        Revision = 42,
    };

    private static readonly NewSessionMessage Said = new()
    {
        Id = Id,
        Role = MessageRole.Assistant,
        Content = "3 tickets are open 🎫",
        Metadata = Given.Json("""{"tokens":12}"""),
        Timestamp = Time,
    };

    private static readonly SessionMessage Kept = new()
    {
        Sequence = 2,
        Id = Id,
        Role = MessageRole.Assistant,
        Content = "3 tickets are open 🎫",
        Metadata = Given.Json("""{"tokens":12}"""),
        Timestamp = Time,
    };

    private static readonly SessionInvocation Invocation = new()
    {
        Sequence = 1,
        Id = Id,
        AgentId = "tickets",
        Query = "show my tickets",
        Response = "3 tickets are open 🎫",
        Success = true,
        Error = "one could not be read",
        DurationMs = 850,
        Timestamp = Time,
    };

    private static readonly SessionContext Context = new()
    {
        SessionId = "session-1",
        LastAgentId = "tickets",
        LastQuery = "show my tickets",
        LastResponse = "3 tickets are open 🎫",
        UpdatedAt = Time,
    };

    private static readonly SessionAgentUse Use = new()
    {
        AgentId = "tickets",
        Sessions = 2,
        Invocations = 9,
        Succeeded = 6,
        SuccessRate = 0.6667,
        AvgDurationMs = 850.5,
        MaxDurationMs = 1200,
    };

    public static IReadOnlyDictionary<Type, object> All { get; } = new object[]
    {
        Capability,
        Factory,
        Registration,
        new RegisterAgents { MessageId = Id, SentAt = Time, Agents = [Registration] },
        new UpdateAgentCapabilities { MessageId = Id, SentAt = Time, Workspace = "acme", AgentId = "coder-1", Capabilities = [Capability], ChangedBy = "ops", ExpectedRevision = 42 },
        new ChangeAgentStatus
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = "acme",
            AgentIds = ["coder-1", "coder-2"],
            Status = AgentStatus.Offline,
            Enabled = false,
            Draining = true,
            Reason = "maintenance",
            ExpectedRevision = 42,
        },
        new DeleteAgent { MessageId = Id, SentAt = Time, Workspace = "acme", AgentId = "coder-1", ExpectedRevision = 42 },
        Heartbeat,
        new HeartbeatBatch { SentAt = Time, Heartbeats = [Heartbeat] },
        new ActivityLogged
        {
            ActivityId = Id,
            OccurredAt = Time,
            AgentId = "coder-1",
            TaskId = "task-1",
            Status = ActivityStatus.Failed,
            Output = "line 1\nline 2",
            Error = "boom",
            DurationMs = 1234,
            ProjectId = "apollo",
            ProjectName = "Apollo",
            Description = "Review",
        },
        new AgentAccepted { AgentId = "coder-1", Outcome = AgentOutcome.Registered, Revision = 42, HeartbeatIntervalSeconds = 15, LeaseSeconds = 30 },
        new AgentsAccepted { Results = [Result] },
        Result,
        new AgentNotFound { AgentId = "coder-1" },
        new RevisionConflict { AgentId = "coder-1", CurrentRevision = 42 },
        new RegistrationConflict { AgentId = "coder-1" },
        new RequestRejected { Faults = [new Fault("tags[2]", "must not be null")] },
        new Fault("capabilities[3].name", "must be 1 to 128 characters"),
        new HeartbeatAccepted { AgentId = "coder-1", HeartbeatIntervalSeconds = 15, LeaseSeconds = 30 },
        new HeartbeatsAccepted { Accepted = 9, NotRegistered = ["stranger"] },
        new AgentNotRegistered { AgentId = "stranger" },
        new ActivityAccepted { ActivityId = Id, AgentId = "coder-1", TaskId = "task-1", Revision = 42, Duplicate = true, Reused = true, StoredInMemory = true },
        new ActivityRecorded
        {
            EventId = Id,
            Revision = 42,
            AgentId = "coder-1",
            Workspace = "acme",
            TaskId = "task-1",
            Status = ActivityStatus.Success,
            Output = "done",
            Error = "nearly",
            DurationMs = 1234,
            Description = "Review",
            ProjectId = "apollo",
            ProjectName = "Apollo",
            Timestamp = Time,
        },
        new AgentChanged
        {
            EventId = Id,
            Revision = 42,
            Change = AgentChange.Updated,
            AgentId = "coder-1",
            Workspace = "acme",
            Status = AgentStatus.Error,
            Health = AgentHealth.Unhealthy,
            HealthReason = "reports an error",
            Enabled = false,
            Draining = true,
            Timestamp = Time,
            Agent = Agent,
        },
        Agent,
        Metrics,
        HistoryItem,
        new AgentDetails(Agent) { ExecutionHistory = [HistoryItem], SuccessRate = 0.2222, AvgDurationMs = 1234.5, Metrics = Metrics },
        new CreateSession
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = "acme",
            SessionId = "session-1",
            UserId = "alice",
            Metadata = Given.Json("""{"channel":"web"}"""),
        },
        new AppendSessionMessages { MessageId = Id, SentAt = Time, Workspace = "acme", SessionId = "session-1", Messages = [Said] },
        Said,
        new RecordInvocation
        {
            MessageId = Id,
            SentAt = Time,
            Workspace = "acme",
            SessionId = "session-1",
            InvocationId = Id,
            AgentId = "tickets",
            Query = "show my tickets",
            Response = "3 tickets are open 🎫",
            Success = true,
            Error = "one could not be read",
            DurationMs = 850,
            Timestamp = Time,
        },
        new ChangeSessionStatus { MessageId = Id, SentAt = Time, Workspace = "acme", SessionId = "session-1", Status = SessionStatus.Completed },
        new DeleteSession { MessageId = Id, SentAt = Time, Workspace = "acme", SessionId = "session-1" },
        new SessionAccepted
        {
            SessionId = "session-1",
            Workspace = "acme",
            Outcome = SessionOutcome.Updated,
            Status = SessionStatus.Active,
            Added = 1,
            MessageCount = 2,
            InvocationCount = 1,
            Revision = 42,
        },
        new SessionNotFound { SessionId = "session-1", Workspace = "acme" },
        new SessionConflict { SessionId = "session-1", Workspace = "acme", Reason = SessionConflictReason.Status, Status = SessionStatus.Completed },
        new SessionChanged
        {
            EventId = Id,
            Revision = 42,
            Change = SessionChange.InvocationRecorded,
            SessionId = "session-1",
            Workspace = "acme",
            Status = SessionStatus.Completed,
            MessageCount = 2,
            InvocationCount = 1,
            LastAgentId = "tickets",
            Timestamp = Time,
        },
        Session,
        Kept,
        Invocation,
        Context,
        Use,
        new SessionDetails(Session) { ConversationHistory = [Kept], AgentsInvoked = [Invocation], Context = Context },
        new GetSession { Workspace = "acme", SessionId = "session-1" },
        new GetSessionContext { Workspace = "acme", SessionId = "session-1" },
        new ListSessions
        {
            Workspace = "acme",
            UserId = "alice",
            Status = SessionStatus.Completed,
            AgentId = "tickets",
            From = Time.AddDays(-7),
            To = Time,
            Limit = 20,
            Cursor = new SessionCursor(Time, "session-1").Write(),
        },
        new SessionPage { Sessions = [Session], Limit = 20, NextCursor = new SessionCursor(Time, "session-1").Write() },
        new ListSessionMessages { Workspace = "acme", SessionId = "session-1", Limit = 50, After = 1 },
        new SessionMessagePage { SessionId = "session-1", Messages = [Kept], Total = 3, NextAfter = 2 },
        new ListSessionInvocations { Workspace = "acme", SessionId = "session-1", Limit = 50, After = 1 },
        new SessionInvocationPage { SessionId = "session-1", Invocations = [Invocation], Total = 3, NextAfter = 1 },
        new AnalyseSessions { Workspace = "acme", UserId = "alice", From = Time.AddDays(-7), To = Time },
        new SessionAnalysis { Sessions = 6, Active = 1, Completed = 2, Expired = 3, Messages = 40, Invocations = 9, Agents = [Use] },
        new GetAgent { Workspace = "acme", AgentId = "coder-1", HistoryLimit = 7 },
        new GetAgentHealth { Workspace = "acme", AgentId = "coder-1" },
        new AgentHealthReport
        {
            AgentId = "coder-1",
            Health = AgentHealth.Suspect,
            Status = AgentStatus.Busy,
            Reason = "no heartbeat for 22.5 s",
            LastHeartbeat = Time,
            LeaseExpiresAt = Time.AddSeconds(30),
        },
        new GetStatistics { Workspace = "acme" },
        new RegistryStatistics
        {
            TotalAgents = 10,
            ActiveAgents = 8,
            OfflineAgents = 2,
            StaleAgents = 1,
            AgentsByStatus = new Dictionary<string, int> { ["idle"] = 8, ["offline"] = 2 },
            AgentsByHealth = new Dictionary<string, int> { ["healthy"] = 8, ["offline"] = 2 },
            AgentsByType = new Dictionary<string, int> { ["My_Type"] = 10 },
            TotalCapabilities = 30,
            DistinctCapabilities = 20,
            TotalActivities = 1000,
            ActivitiesLastMinute = 60,
            AgentChangesLastMinute = 6,
            Notices = [Notice],
            Revision = 42,
        },
        Notice,
        List,
        new AgentPage { Agents = [Agent], Total = 1530, Limit = 20, Offset = 40, NextCursor = "Y29kZXItMQ" },
        new SearchCapabilities { Query = "write code", Limit = 5, Filter = List },
        new CapabilityMatches { Query = "write code", Matches = [Match], Total = 12 },
        Match,
        new RouteQuery { Query = "write code", Limit = 5, Filter = List, IncludeRejected = true, Workspace = "acme", SessionId = "session-1" },
        new RouteDecision
        {
            RouteId = Id,
            Workspace = "acme",
            DecidedAt = Time,
            SessionId = "session-1",
            FollowsUp = true,
            Query = "write code",
            Fits = true,
            Reason = "no agent matches the query",
            Confidence = 0.83,
            Candidates = [Candidate],
            Rejected = [Rejected],
        },
        new GetRoute { Workspace = "acme", RouteId = Id },
        new RouteNotFound { Workspace = "acme", RouteId = Id },
        Candidate,
        Rejected,
        new SearchMemory { Workspace = "acme", Query = "export of invoices", Limit = 5 },
        new MemoryMatches { Query = "export of invoices", Source = MemorySource.MemoryServer, Records = [Memory] },
        Memory,
        Memory.Who,
        Memory.When,
        Memory.Project,
        Memory.Why,
    }.Concat(ContextSamples.All).Concat(DefinitionSamples.All).Concat(InstanceSamples.All).Concat(RegistrationSamples.Of(Registration)).ToDictionary(sample => sample.GetType());
}
