using System.Globalization;

namespace AgentRegistry.Contracts.Tests;

/// <summary>Everything whose size has a limit: where it stands, what the limit is, and a message in which it has a given size.</summary>
internal sealed record LimitCase(string Name, string Field, Func<Limits, long> Limit, Func<long, Limits, IReadOnlyList<Fault>> Check)
{
    public static IReadOnlyList<LimitCase> All { get; } =
    [
        .. OfRegistration(),
        .. OfCapability(),
        .. OfCommands(),
        .. OfActivity(),
        .. OfSessions(),
        .. OfContexts(),
        .. OfVersions(),
        .. OfDefinitions(),
        .. OfInstances(),
        .. OfQuestions(),
    ];

    public override string ToString() => Name;

    private static string Text(long length) => new('a', (int)length);

    private static T[] Items<T>(long count, Func<int, T> item) => [.. Enumerable.Range(0, (int)count).Select(item)];

    private static LimitCase Registration(string field, Func<Limits, long> limit, Func<RegisterAgent, long, RegisterAgent> with, string? name = null) =>
        new($"registration {name ?? field}", field, limit, (size, limits) => MessageRules.Check(with(Given.Registration, size), limits, Given.Now));

    private static IEnumerable<LimitCase> OfRegistration() =>
    [
        Registration("agentId", limits => limits.AgentId, (message, size) => message with { AgentId = Text(size) }),
        Registration("workspace", limits => limits.AgentId, (message, size) => message with { Workspace = Text(size) }),
        Registration("project", limits => limits.AgentId, (message, size) => message with { Project = Text(size) }),
        Registration("name", limits => limits.Name, (message, size) => message with { Name = Text(size) }),
        Registration("type", limits => limits.Name, (message, size) => message with { Type = Text(size) }),
        Registration("version", limits => limits.Name, (message, size) => message with { Version = Text(size) }),
        Registration("changedBy", limits => limits.Name, (message, size) => message with { ChangedBy = Text(size) }),
        Registration("owner", limits => limits.Name, (message, size) => message with { Owner = Text(size) }),
        Registration("baseUrl", limits => limits.BaseUrl, (message, size) => message with { BaseUrl = "http://host/" + Text(size - 12) }),
        Registration("description", limits => limits.Description, (message, size) => message with { Description = Text(size) }),
        Registration("tags", limits => limits.Tags, (message, size) => message with { Tags = Items(size, i => $"tag-{i}") }),
        Registration("tags[1]", limits => limits.Name, (message, size) => message with { Tags = ["gpu", Text(size)] }),
        Registration("metadata", limits => limits.MetadataBytes, (message, size) => message with { Metadata = MetadataOf(size) }),
        Registration("metadata", limits => limits.MetadataBytes, (message, size) => message with { Metadata = ChineseOf(size) }, "metadata in Chinese"),
        Registration("factory.name", limits => limits.AgentId, (message, size) => message with { Factory = new() { Name = Text(size) } }),
        Registration("factory.parameters", limits => limits.MetadataBytes, (message, size) => message with { Factory = new() { Name = "f", Parameters = MetadataOf(size) } }),
        Registration("factory.parameters", limits => limits.MetadataBytes, (message, size) => message with { Factory = new() { Name = "f", Parameters = IndentedOf(size) } }, "factory.parameters indented"),
        Registration("heartbeatIntervalSeconds", _ => 3_600, (message, size) => message with { HeartbeatIntervalSeconds = (int)size }),
        new("registrations agents", "agents", limits => limits.BatchSize, (size, limits) => MessageRules.Check(
            Given.Registrations with { Agents = Items(size, _ => Given.Registration) }, limits, Given.Now)),
    ];

    private static IEnumerable<LimitCase> OfCapability()
    {
        return
        [
            Registration("capabilities", limits => limits.Capabilities, (message, size) => message with { Capabilities = Items(size, i => Named($"c{i}")) }),
            new("update capabilities", "capabilities", limits => limits.Capabilities, (size, limits) => MessageRules.Check(
                Given.CapabilityUpdate with { Capabilities = Items(size, i => Named($"c{i}")) }, limits, Given.Now)),
            Capability("name", limits => limits.CapabilityName, size => Named(Text(size))),
            Capability("description", limits => limits.Description, size => Named("c") with { Description = Text(size) }),
            Capability("costEstimate", limits => limits.Name, size => Named("c") with { CostEstimate = Text(size) }),
            Capability("tags", limits => limits.Tags, size => Named("c") with { Tags = Items(size, i => $"tag-{i}") }),
            Capability("tags[0]", limits => limits.Name, size => Named("c") with { Tags = [Text(size)] }),
            Capability("examples", limits => limits.Tags, size => Named("c") with { Examples = Items(size, i => $"example {i}") }),
            Capability("examples[0]", _ => 1_024, size => Named("c") with { Examples = [Text(size)] }),
        ];

        static Capability Named(string name) => new() { Name = name };

        static LimitCase Capability(string field, Func<Limits, long> limit, Func<long, Capability> capability) =>
            Registration($"capabilities[1].{field}", limit, (message, size) => message with { Capabilities = [new() { Name = "first" }, capability(size)] });
    }

    private static IEnumerable<LimitCase> OfCommands() =>
    [
        new("update agentId", "agentId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
            Given.CapabilityUpdate with { AgentId = Text(size) }, limits, Given.Now)),
        new("deletion agentId", "agentId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
            Given.Deletion with { AgentId = Text(size) }, limits, Given.Now)),
        new("status agentIds", "agentIds", limits => limits.BatchSize, (size, limits) => MessageRules.Check(
            Given.StatusChange with { AgentIds = Items(size, i => $"a{i}") }, limits, Given.Now)),
        new("status agentIds[0]", "agentIds[0]", limits => limits.AgentId, (size, limits) => MessageRules.Check(
            Given.StatusChange with { AgentIds = [Text(size)] }, limits, Given.Now)),
        new("status reason", "reason", _ => 512, (size, limits) => MessageRules.Check(
            Given.StatusChange with { Reason = Text(size) }, limits, Given.Now)),
        new("heartbeat agentId", "agentId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
            Given.Heartbeat with { AgentId = Text(size) }, limits, Given.Now)),
        new("heartbeats", "heartbeats", limits => limits.BatchSize, (size, limits) => MessageRules.Check(
            Given.HeartbeatBatch with { Heartbeats = Items(size, i => new Heartbeat { AgentId = $"a{i}" }) }, limits, Given.Now)),
        new("heartbeats agentId", "heartbeats[0].agentId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
            Given.HeartbeatBatch with { Heartbeats = [new Heartbeat { AgentId = Text(size) }] }, limits, Given.Now)),
    ];

    private static IEnumerable<LimitCase> OfActivity()
    {
        return
        [
            Activity("agentId", limits => limits.AgentId, (message, size) => message with { AgentId = Text(size) }),
            Activity("taskId", _ => 256, (message, size) => message with { TaskId = Text(size) }),
            Activity("output", limits => limits.OutputBytes, (message, size) => message with { Output = Text(size) }),
            Activity("error", limits => limits.OutputBytes, (message, size) => message with { Error = Text(size) }),

            // Three bytes each, and what is missing in single ones: bytes are counted, not characters.
            Activity("output", limits => limits.OutputBytes, (message, size) => message with { Output = new string('测', (int)(size / 3)) + Text(size % 3) }, "output in Chinese"),
            Activity("durationMs", _ => 10L * 365 * 24 * 3_600 * 1_000, (message, size) => message with { DurationMs = size }),
            Activity("projectId", limits => limits.AgentId, (message, size) => message with { ProjectId = Text(size) }),
            Activity("projectName", limits => limits.Name, (message, size) => message with { ProjectName = Text(size) }),
            Activity("description", _ => 1_024, (message, size) => message with { Description = Text(size) }),
        ];

        static LimitCase Activity(string field, Func<Limits, long> limit, Func<ActivityLogged, long, ActivityLogged> with, string? name = null) =>
            new($"activity {name ?? field}", field, limit, (size, limits) => MessageRules.Check(with(Given.Activity, size), limits, Given.Now));
    }

    private static IEnumerable<LimitCase> OfSessions()
    {
        return
        [
            new("session sessionId", "sessionId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.SessionCreation with { SessionId = Text(size) }, limits, Given.Now)),
            new("session workspace", "workspace", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.SessionCreation with { Workspace = Text(size) }, limits, Given.Now)),
            new("session userId", "userId", limits => limits.Name, (size, limits) => MessageRules.Check(
                Given.SessionCreation with { UserId = Text(size) }, limits, Given.Now)),
            new("session metadata", "metadata", limits => limits.MetadataBytes, (size, limits) => MessageRules.Check(
                Given.SessionCreation with { Metadata = MetadataOf(size) }, limits, Given.Now)),
            new("session messages", "messages", limits => limits.BatchSize, (size, limits) => MessageRules.Check(
                Given.SaidInSession with { Messages = Items(size, _ => Given.Said) }, limits, Given.Now)),
            new("session content", "messages[1].content", limits => limits.OutputBytes, (size, limits) => MessageRules.Check(
                Given.SaidInSession with { Messages = [Given.Said, Given.Said with { Content = Text(size) }] }, limits, Given.Now)),
            new("session message metadata", "messages[0].metadata", limits => limits.MetadataBytes, (size, limits) => MessageRules.Check(
                Given.SaidInSession with { Messages = [Given.Said with { Metadata = MetadataOf(size) }] }, limits, Given.Now)),
            Invocation("agentId", limits => limits.AgentId, (message, size) => message with { AgentId = Text(size) }),
            Invocation("query", limits => limits.OutputBytes, (message, size) => message with { Query = Text(size) }),
            Invocation("response", limits => limits.OutputBytes, (message, size) => message with { Response = Text(size) }),
            Invocation("error", limits => limits.OutputBytes, (message, size) => message with { Error = Text(size) }),
            Invocation("durationMs", _ => 10L * 365 * 24 * 3_600 * 1_000, (message, size) => message with { DurationMs = size }),
            new("sessions limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListSessions { Limit = (int)size }, limits)),
            new("sessions userId", "userId", limits => limits.Name, (size, limits) => MessageRules.Check(
                new ListSessions { UserId = Text(size) }, limits)),
            new("sessions agentId", "agentId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                new ListSessions { AgentId = Text(size) }, limits)),
            new("session messages limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListSessionMessages { SessionId = "s", Limit = (int)size }, limits)),
            new("session invocations limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListSessionInvocations { SessionId = "s", Limit = (int)size }, limits)),
        ];

        static LimitCase Invocation(string field, Func<Limits, long> limit, Func<RecordInvocation, long, RecordInvocation> with) =>
            new($"invocation {field}", field, limit, (size, limits) => MessageRules.Check(with(Given.Invocation, size), limits, Given.Now));
    }

    private static IEnumerable<LimitCase> OfInstances()
    {
        return
        [
            Spawn("definition", limits => limits.AgentId, (message, size) => message with { Definition = Text(size) }),
            Spawn("instanceId", limits => limits.AgentId, (message, size) => message with { InstanceId = Text(size) }),
            Spawn("name", limits => limits.Name, (message, size) => message with { Name = Text(size) }),
            Spawn("project", limits => limits.AgentId, (message, size) => message with { Project = Text(size) }),
            Spawn("configuration", limits => limits.ConfigurationBytes, (message, size) => message with { Configuration = MetadataOf(size) }),
            Spawn("configuration", limits => limits.ConfigurationBytes, (message, size) => message with { Configuration = IndentedOf(size) }, "indented configuration with escapes"),
            new("another configuration", "configuration", limits => limits.ConfigurationBytes, (size, limits) => MessageRules.Check(
                Given.Configuring with { Configuration = MetadataOf(size) }, limits, Given.Now)),
            new("instance error", "error", limits => limits.ChangeDescription, (size, limits) => MessageRules.Check(
                Given.InstanceStatusChange with { Status = AgentStatus.Error, Error = Text(size) }, limits, Given.Now)),
            new("instances limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListInstances { Limit = (int)size }, limits)),
        ];

        static LimitCase Spawn(string field, Func<Limits, long> limit, Func<SpawnInstance, long, SpawnInstance> with, string? name = null) =>
            new($"instance {name ?? field}", field, limit, (size, limits) => MessageRules.Check(with(Given.Spawning, size), limits, Given.Now));
    }

    private static IEnumerable<LimitCase> OfDefinitions()
    {
        return
        [
            Saying("name", limits => limits.Name, (content, size) => content with { Name = Text(size) }),
            Saying("type", limits => limits.Name, (content, size) => content with { Type = Text(size) }),
            Saying("description", limits => limits.Description, (content, size) => content with { Description = Text(size) }),
            Saying("capabilities", limits => limits.Capabilities, (content, size) => content with { Capabilities = Items(size, i => new Capability { Name = $"c{i}" }) }),
            Saying("tags", limits => limits.Tags, (content, size) => content with { Tags = Items(size, i => $"tag-{i}") }),
            Saying("metadata", limits => limits.MetadataBytes, (content, size) => content with { Metadata = MetadataOf(size) }),
            Saying("configurationSchema", limits => limits.SchemaBytes, (content, size) => content with { ConfigurationSchema = MetadataOf(size) }),
            Saying("configurationSchema", limits => limits.SchemaBytes, (content, size) => content with { ConfigurationSchema = IndentedOf(size) }, "indented schema with escapes"),
            Saying("defaultConfiguration", limits => limits.ConfigurationBytes, (content, size) => content with { DefaultConfiguration = MetadataOf(size) }),
            Saying("factory.name", limits => limits.AgentId, (content, size) => content with { Factory = new() { Name = Text(size) } }),
            Saying("factory.parameters", limits => limits.MetadataBytes, (content, size) => content with { Factory = new() { Name = "f", Parameters = MetadataOf(size) } }),
            new("definition slug", "slug", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.DefinitionSaving with { Slug = Text(size) }, limits, Given.Now)),
            new("definition changeDescription", "changeDescription", limits => limits.ChangeDescription, (size, limits) => MessageRules.Check(
                Given.DefinitionSaving with { ChangeDescription = Text(size) }, limits, Given.Now)),
            new("definition createdBy", "createdBy", limits => limits.Name, (size, limits) => MessageRules.Check(
                Given.DefinitionSaving with { CreatedBy = Text(size) }, limits, Given.Now)),
            new("definition label", "label", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.Labelling with { Label = Text(size) }, limits, Given.Now)),
            new("definition version", "version", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                new GetDefinition { Slug = "s", Version = Text(size) }, limits)),
            new("definitions limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListDefinitions { Limit = (int)size }, limits)),
            new("definitions text", "text", _ => 256, (size, limits) => MessageRules.Check(
                new ListDefinitions { Text = Text(size) }, limits)),
            new("definition versions limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListDefinitionVersions { Slug = "s", Limit = (int)size }, limits)),
        ];

        static LimitCase Saying(string field, Func<Limits, long> limit, Func<DefinitionContent, long, DefinitionContent> with, string? name = null) =>
            new($"definition {name ?? field}", $"content.{field}", limit, (size, limits) => MessageRules.Check(
                Given.DefinitionSaving with { Content = with(Given.DefinitionSaving.Content, size) }, limits, Given.Now));
    }

    private static IEnumerable<LimitCase> OfContexts()
    {
        return
        [
            Write("workspace", limits => limits.AgentId, (message, size) => message with { Workspace = Text(size) }),
            Write("agentId", limits => limits.AgentId, (message, size) => message with { AgentId = Text(size) }),
            Write("name", limits => limits.AgentId, (message, size) => message with { Name = Text(size) }),
            Write("data", limits => limits.ContextBytes, (message, size) => message with { Data = MetadataOf(size) }),
            Write("data", limits => limits.ContextBytes, (message, size) => message with { Data = IndentedOf(size) }, "indented data with escapes"),
            Write("changeDescription", limits => limits.ChangeDescription, (message, size) => message with { ChangeDescription = Text(size) }),
            Write("createdBy", limits => limits.Name, (message, size) => message with { CreatedBy = Text(size) }),
            new("checkpoint", "checkpoint", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.CheckpointNaming with { Checkpoint = Text(size) }, limits, Given.Now)),
            new("rollback toCheckpoint", "toCheckpoint", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.ContextRollback with { ToVersion = null, ToCheckpoint = Text(size) }, limits, Given.Now)),
            new("contexts limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListContexts { Limit = (int)size }, limits)),
            new("context versions limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
                new ListContextVersions { AgentId = "a", Name = "n", Limit = (int)size }, limits)),
        ];

        static LimitCase Write(string field, Func<Limits, long> limit, Func<WriteContext, long, WriteContext> with, string? name = null) =>
            new($"context {name ?? field}", field, limit, (size, limits) => MessageRules.Check(with(Given.ContextWrite, size), limits, Given.Now));
    }

    private static IEnumerable<LimitCase> OfVersions() =>
    [
        new("capabilities changedBy", "changedBy", limits => limits.Name, (size, limits) => MessageRules.Check(
            new UpdateAgentCapabilities { MessageId = Guid.NewGuid(), SentAt = Given.Now, AgentId = "a", ChangedBy = Text(size) }, limits, Given.Now)),
        new("restoration changedBy", "changedBy", limits => limits.Name, (size, limits) => MessageRules.Check(
            new RestoreRegistration { MessageId = Guid.NewGuid(), SentAt = Given.Now, AgentId = "a", Version = 1, ChangedBy = Text(size) }, limits, Given.Now)),
        new("registration versions limit", "limit", limits => limits.PageSize, (size, limits) => MessageRules.Check(
            new ListRegistrationVersions { AgentId = "a", Limit = (int)size }, limits)),
    ];

    private static IEnumerable<LimitCase> OfQuestions()
    {
        return
        [
            new("agent agentId", "agentId", limits => limits.AgentId, (size, limits) => MessageRules.Check(
                Given.AgentQuestion with { AgentId = Text(size) }, limits)),
            new("agent historyLimit", "historyLimit", limits => limits.History, (size, limits) => MessageRules.Check(
                Given.AgentQuestion with { HistoryLimit = (int)size }, limits)),
            List("limit", limits => limits.PageSize, (message, size) => message with { Limit = (int)size }),
            List("type", limits => limits.Name, (message, size) => message with { Type = Text(size) }),
            List("capabilities", limits => limits.Tags, (message, size) => message with { Capabilities = Items(size, i => $"c{i}") }),
            List("capabilities[0]", limits => limits.CapabilityName, (message, size) => message with { Capabilities = [Text(size)] }),
            List("tags", limits => limits.Tags, (message, size) => message with { Tags = Items(size, i => $"t{i}") }),
            List("tags[0]", limits => limits.Name, (message, size) => message with { Tags = [Text(size)] }),
            List("workspace", limits => limits.AgentId, (message, size) => message with { Workspace = Text(size) }),
            List("project", limits => limits.AgentId, (message, size) => message with { Project = Text(size) }),
            List("text", _ => 256, (message, size) => message with { Text = Text(size) }),
            new("search query", "query", limits => limits.Query, (size, limits) => MessageRules.Check(
                Given.SearchQuestion with { Query = Text(size) }, limits)),
            new("route query", "query", limits => limits.RouteQuery, (size, limits) => MessageRules.Check(
                new RouteQuery { Query = Text(size) }, limits)),
            new("search limit", "limit", _ => 100, (size, limits) => MessageRules.Check(
                Given.SearchQuestion with { Limit = (int)size }, limits)),
            new("search filter", "filter.type", limits => limits.Name, (size, limits) => MessageRules.Check(
                Given.SearchQuestion with { Filter = new ListAgents { Type = Text(size) } }, limits)),
        ];

        static LimitCase List(string field, Func<Limits, long> limit, Func<ListAgents, long, ListAgents> with) =>
            new($"list {field}", field, limit, (size, limits) => MessageRules.Check(with(Given.ListQuestion, size), limits));
    }

    private static System.Text.Json.JsonElement MetadataOf(long bytes) =>
        Given.Json(string.Create(CultureInfo.InvariantCulture, $"{{\"k\":\"{Text(bytes - 8)}\"}}"));

    /// <summary>As MassTransit writes it: neither blanks nor escapes count.</summary>
    private static System.Text.Json.JsonElement IndentedOf(long bytes) =>
        Given.Json($"{{\n  \"k\": \"\\uD83D\\uDC22\\u6d4b{Text(bytes - 22)}\",\n  \"l\": [\n]\n}}");

    private static System.Text.Json.JsonElement ChineseOf(long bytes) =>
        Given.Json($"{{\"k\":\"{new string('测', (int)((bytes - 8) / 3))}{Text((bytes - 8) % 3)}\"}}");
}
