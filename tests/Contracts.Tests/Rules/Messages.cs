using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

/// <summary>The rules that are not about size.</summary>
public class Messages
{
    public static TheoryData<string, string> Broken => new(
    [
        .. Cases.Select(broken => (broken.Name, broken.Field)),
    ]);

    private static readonly (string Name, string Field, IReadOnlyList<Fault> Faults)[] Cases =
    [
        ("no message id", "messageId", Check(Given.Registration with { MessageId = Guid.Empty })),
        ("no time", "sentAt", Check(Given.Registration with { SentAt = default })),
        ("a time before 2000", "sentAt", Check(Given.Registration with { SentAt = new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.Zero) })),
        ("a time more than a day ahead", "sentAt", Check(Given.Registration with { SentAt = Given.Now.AddDays(1).AddTicks(1) })),
        ("a start more than a day ahead", "startedAt", Check(Given.Registration with { StartedAt = Given.Now.AddDays(1).AddTicks(1) })),
        ("an empty id", "agentId", Check(Given.Registration with { AgentId = "" })),
        ("an id that is null", "agentId", Check(Given.Registration with { AgentId = null! })),
        ("an id with a slash", "agentId", Check(Given.Registration with { AgentId = "a/b" })),
        ("an id with a line end", "agentId", Check(Given.Registration with { AgentId = "a\n" })),
        ("a blank name", "name", Check(Given.Registration with { Name = " \t" }).Take(1).ToList()),
        ("a name with a control character", "name", Check(Given.Registration with { Name = "a\u0007b" })),
        ("a name with half a surrogate pair", "name", Check(Given.Registration with { Name = "a\ud83e" })),
        ("a description with U+0000", "description", Check(Given.Registration with { Description = "a\0b" })),
        ("a base URL without a host", "baseUrl", Check(Given.Registration with { BaseUrl = "/relative" })),
        ("a base URL of another scheme", "baseUrl", Check(Given.Registration with { BaseUrl = "ftp://host/" })),
        ("capabilities that are null", "capabilities", Check(Given.Registration with { Capabilities = null! })),
        ("a capability that is null", "capabilities[0]", Check(Given.Registration with { Capabilities = [null!] })),
        ("a capability without a name", "capabilities[0].name", Check(Given.Registration with { Capabilities = [new Capability()] })),
        ("a capability twice", "capabilities[1].name", Check(Given.Registration with { Capabilities = [new() { Name = "c" }, new() { Name = "c" }] })),
        ("a capability's tags that are null", "capabilities[0].tags", Check(Given.Registration with { Capabilities = [new() { Name = "c", Tags = null! }] })),
        ("an example that is null", "capabilities[0].examples[0]", Check(Given.Registration with { Capabilities = [new() { Name = "c", Examples = [null!] }] })),
        ("tags that are null", "tags", Check(Given.Registration with { Tags = null! })),
        ("a tag that is null", "tags[0]", Check(Given.Registration with { Tags = [null!] })),
        ("metadata that is a list", "metadata", Check(Given.Registration with { Metadata = Given.Json("[1]") })),
        ("metadata that is a number", "metadata", Check(Given.Registration with { Metadata = Given.Json("1") })),
        ("metadata with U+0000", "metadata", Check(Given.Registration with { Metadata = Given.Json("""{"a":"\u0000"}""") })),
        ("a factory without a name", "factory.name", Check(Given.Registration with { Factory = new() })),
        ("a factory whose name is null", "factory.name", Check(Given.Registration with { Factory = new() { Name = null! } })),
        ("a factory that is a type of an assembly", "factory.name", Check(Given.Registration with { Factory = new() { Name = "System.Diagnostics.Process, System" } })),
        ("a factory's parameters that are a list", "factory.parameters", Check(Given.Registration with { Factory = new() { Name = "f", Parameters = Given.Json("[1]") } })),
        ("a factory's parameters with U+0000", "factory.parameters", Check(Given.Registration with { Factory = new() { Name = "f", Parameters = Given.Json("""{"a":"\u0000"}""") } })),
        ("a workspace that is null", "workspace", Check(Given.Registration with { Workspace = null! })),
        ("an interval of 0", "heartbeatIntervalSeconds", Check(Given.Registration with { HeartbeatIntervalSeconds = 0 })),
        ("a status that is none", "status", Check(Given.Registration with { Status = (AgentStatus)99 })),
        ("registrations of nobody", "agents", MessageRules.Check(Given.Registrations with { Agents = [] }, Given.Limits, Given.Now)),
        ("registrations that are null", "agents", MessageRules.Check(Given.Registrations with { Agents = null! }, Given.Limits, Given.Now)),
        ("a registration that is null", "agents", MessageRules.Check(Given.Registrations with { Agents = [null!] }, Given.Limits, Given.Now)),
        ("a change of nothing", "status", Check(Given.StatusChange with { Status = null })),
        ("a change for nobody", "agentIds", Check(Given.StatusChange with { AgentIds = [] })),
        ("a change for null", "agentIds", Check(Given.StatusChange with { AgentIds = null! })),
        ("a revision for two agents", "expectedRevision", Check(Given.StatusChange with { AgentIds = ["a", "b"], ExpectedRevision = 1 })),
        ("a load over 1", "load", Check(Given.Heartbeat with { Load = 1.0001 })),
        ("a load below 0", "load", Check(Given.Heartbeat with { Load = -0.0001 })),
        ("a load that is no number", "load", Check(Given.Heartbeat with { Load = double.NaN })),
        ("negative tasks", "activeTasks", Check(Given.Heartbeat with { ActiveTasks = -1 })),
        ("a negative uptime", "uptimeSeconds", Check(Given.Heartbeat with { UptimeSeconds = -1 })),
        ("an endless uptime", "uptimeSeconds", Check(Given.Heartbeat with { UptimeSeconds = double.PositiveInfinity })),
        ("a heartbeat without a time", "sentAt", Check(Given.Heartbeat with { SentAt = default })),
        ("a batch without a time", "sentAt", Check(Given.HeartbeatBatch with { SentAt = default })),
        ("a batch of nothing", "heartbeats", Check(Given.HeartbeatBatch with { Heartbeats = [] })),
        ("a batch of null", "heartbeats", Check(Given.HeartbeatBatch with { Heartbeats = null! })),
        ("a heartbeat that is null", "heartbeats[0]", Check(Given.HeartbeatBatch with { Heartbeats = [null!] })),
        ("a bad heartbeat in a batch", "heartbeats[1].agentId", Check(Given.HeartbeatBatch with { Heartbeats = [new() { AgentId = "a" }, new() { AgentId = "a b" }] })),
        ("a heartbeat of a batch in the future", "heartbeats[0].sentAt", Check(Given.HeartbeatBatch with { Heartbeats = [new() { AgentId = "a", SentAt = Given.Now.AddDays(2) }] })),
        ("an activity without an id", "activityId", Check(Given.Activity with { ActivityId = Guid.Empty })),
        ("an activity without a time", "occurredAt", Check(Given.Activity with { OccurredAt = default })),
        ("an activity without a status", "status", Check(Given.Activity with { Status = null })),
        ("an activity of a status that is none", "status", Check(Given.Activity with { Status = (ActivityStatus)(-1) })),
        ("a negative duration", "durationMs", Check(Given.Activity with { DurationMs = -1 })),
        ("output with U+0000", "output", Check(Given.Activity with { Output = "\0" })),
        ("an error with half a surrogate pair", "error", Check(Given.Activity with { Error = "\udc00" })),
        ("a history of none", "historyLimit", MessageRules.Check(Given.AgentQuestion with { HistoryLimit = 0 }, Given.Limits)),
        ("a page of none", "limit", MessageRules.Check(Given.ListQuestion with { Limit = 0 }, Given.Limits)),
        ("a negative offset", "offset", MessageRules.Check(Given.ListQuestion with { Offset = -1 }, Given.Limits)),
        ("an offset with a cursor", "cursor", MessageRules.Check(Given.ListQuestion with { Offset = 1, Cursor = PageCursor.Write("a") }, Given.Limits)),
        ("a cursor that is none", "cursor", MessageRules.Check(Given.ListQuestion with { Cursor = "?" }, Given.Limits)),
        ("a filter that is null", "tags", MessageRules.Check(Given.ListQuestion with { Tags = null! }, Given.Limits)),
        ("a session of nobody", "userId", Check(Given.SessionCreation with { UserId = "" })),
        ("a session with an id of a path", "sessionId", Check(Given.SessionCreation with { SessionId = "analysis" })),
        ("a session with an empty id", "sessionId", Check(Given.SessionCreation with { SessionId = "" })),
        ("a session in any workspace", "workspace", Check(Given.SessionCreation with { Workspace = "*" })),
        ("session metadata that is a list", "metadata", Check(Given.SessionCreation with { Metadata = Given.Json("[1]") })),
        ("nothing said", "messages", Check(Given.SaidInSession with { Messages = [] })),
        ("messages that are null", "messages", Check(Given.SaidInSession with { Messages = null! })),
        ("a message that is null", "messages[0]", Check(Given.SaidInSession with { Messages = [null!] })),
        ("a message of nobody", "messages[0].role", Check(Given.SaidInSession with { Messages = [Given.Said with { Role = null }] })),
        ("a role that is none", "messages[0].role", Check(Given.SaidInSession with { Messages = [Given.Said with { Role = (MessageRole)9 }] })),
        ("content that is null", "messages[0].content", Check(Given.SaidInSession with { Messages = [Given.Said with { Content = null! }] })),
        ("content with U+0000", "messages[0].content", Check(Given.SaidInSession with { Messages = [Given.Said with { Content = "\0" }] })),
        ("a message with an empty id", "messages[0].id", Check(Given.SaidInSession with { Messages = [Given.Said with { Id = Guid.Empty }] })),
        ("a message of the future", "messages[0].timestamp", Check(Given.SaidInSession with { Messages = [Given.Said with { Timestamp = Given.Now.AddDays(2) }] })),
        ("a call of nobody", "agentId", Check(Given.Invocation with { AgentId = "" })),
        ("a call without an outcome", "success", Check(Given.Invocation with { Success = null })),
        ("a call with an empty id", "invocationId", Check(Given.Invocation with { InvocationId = Guid.Empty })),
        ("a call of negative duration", "durationMs", Check(Given.Invocation with { DurationMs = -1 })),
        ("a query that is null", "query", Check(Given.Invocation with { Query = null! })),
        ("a session's status that is missing", "status", Check(Given.SessionStatusChange with { Status = null })),
        ("a session's status that is none", "status", Check(Given.SessionStatusChange with { Status = (SessionStatus)9 })),
        ("a deletion without a session", "sessionId", Check(Given.SessionDeletion with { SessionId = "" })),
        ("a question for no session", "sessionId", Check(new GetSession())),
        ("a context of no session", "sessionId", Check(new GetSessionContext())),
        ("messages before the first", "after", Check(new ListSessionMessages { SessionId = "s", After = -1 })),
        ("invocations before the first", "after", Check(new ListSessionInvocations { SessionId = "s", After = -1 })),
        ("a period that ends before it begins", "to", Check(new ListSessions { From = Given.Now, To = Given.Now.AddTicks(-1) })),
        ("an analysis that ends before it begins", "to", Check(new AnalyseSessions { From = Given.Now, To = Given.Now.AddTicks(-1) })),
        ("a cursor of another list", "cursor", Check(new ListSessions { Cursor = PageCursor.Write("coder-1") })),
        ("a context of no agent", "agentId", Check(Given.ContextWrite with { AgentId = "" })),
        ("a context without a name", "name", Check(Given.ContextWrite with { Name = "" })),
        ("a context in any workspace", "workspace", Check(Given.ContextWrite with { Workspace = "*" })),
        ("a context without data", "data", Check(Given.ContextWrite with { Data = null })),
        ("data that are null", "data", Check(Given.ContextWrite with { Data = Given.Json("null") })),
        ("data that are a list", "data", Check(Given.ContextWrite with { Data = Given.Json("[1]") })),
        ("data with U+0000", "data", Check(Given.ContextWrite with { Data = Given.Json("{\"a\":\"\\u0000\"}") })),
        ("a version below nothing", "expectedVersion", Check(Given.ContextWrite with { ExpectedVersion = -1 })),
        ("a rollback to nothing", "toVersion", Check(Given.ContextRollback with { ToVersion = null })),
        ("a rollback to two places", "toVersion", Check(Given.ContextRollback with { ToCheckpoint = "approved" })),
        ("a rollback before the first version", "toVersion", Check(Given.ContextRollback with { ToVersion = 0 })),
        ("a rollback of what must not be there", "expectedVersion", Check(Given.ContextRollback with { ExpectedVersion = 0 })),
        ("a checkpoint without a name", "checkpoint", Check(Given.CheckpointNaming with { Checkpoint = "" })),
        ("a checkpoint before the first version", "version", Check(Given.CheckpointNaming with { Version = 0 })),
        ("the removal of no checkpoint", "checkpoint", Check(Given.CheckpointRemoval with { Checkpoint = "" })),
        ("a deletion of what must not be there", "expectedVersion", Check(Given.ContextDeletion with { ExpectedVersion = 0 })),
        ("a question for no context", "name", Check(new GetContext { AgentId = "a" })),
        ("a question for two versions", "checkpoint", Check(Given.ContextQuestion with { Version = 1, Checkpoint = "approved" })),
        ("versions before the first", "before", Check(new ListContextVersions { AgentId = "a", Name = "n", Before = 0 })),
        ("a restoration of nothing", "version", Check(new RestoreRegistration { MessageId = Given.Id, SentAt = Given.Now, AgentId = "a" })),
        ("a restoration in every workspace", "workspace", Check(new RestoreRegistration { MessageId = Given.Id, SentAt = Given.Now, AgentId = "a", Version = 1, Workspace = "*" })),
        ("a version before the first", "version", Check(new GetRegistrationVersion { AgentId = "a", Version = 0 })),
        ("versions of a registration before the first", "before", Check(new ListRegistrationVersions { AgentId = "a", Before = 0 })),
        ("a comparison from nothing", "from", Check(new DiffRegistrationVersions { AgentId = "a" })),
        ("a comparison to nothing", "to", Check(new DiffRegistrationVersions { AgentId = "a", From = 1, To = 0 })),
        ("a diff from nothing", "from", Check(new DiffContext { AgentId = "a", Name = "n" })),
        ("a diff to nothing", "to", Check(new DiffContext { AgentId = "a", Name = "n", From = 1, To = 0 })),
        ("a cursor of a list of agents", "cursor", Check(new ListContexts { Cursor = PageCursor.Write("coder-1") })),
        ("a definition of no name in URLs", "slug", Check(Given.DefinitionSaving with { Slug = "" })),
        ("a definition in any workspace", "workspace", Check(Given.DefinitionSaving with { Workspace = "*" })),
        ("a definition that says nothing", "content", Check(Given.DefinitionSaving with { Content = null! })),
        ("a definition without a name", "content.name", Check(Saying(new()))),
        ("a definition of no type", "content.type", Check(Saying(new() { Name = "n", Type = "" }))),
        ("a definition with a capability twice", "content.capabilities[1].name", Check(Saying(new() { Name = "n", Capabilities = [new() { Name = "c" }, new() { Name = "c" }] }))),
        ("a schema that is a list", "content.configurationSchema", Check(Saying(new() { Name = "n", ConfigurationSchema = Given.Json("[]") }))),
        ("a version of a definition below nothing", "expectedVersion", Check(Given.DefinitionSaving with { ExpectedVersion = -1 })),
        ("the restoring of nothing", "toVersion", Check(Given.DefinitionRestoring with { ToVersion = "" })),
        ("the restoring of null", "toVersion", Check(Given.DefinitionRestoring with { ToVersion = null! })),
        ("the restoring of version 0", "toVersion", Check(Given.DefinitionRestoring with { ToVersion = "0" })),
        ("the restoring of what must not be there", "expectedVersion", Check(Given.DefinitionRestoring with { ExpectedVersion = 0 })),
        ("a switch that says nothing", "enabled", Check(Given.DefinitionSwitching with { Enabled = null })),
        ("a label without a name", "label", Check(Given.Labelling with { Label = "" })),
        ("a label that is a number", "label", Check(Given.Labelling with { Label = "7" })),
        ("a label that the registry keeps", "label", Check(Given.Labelling with { Label = "latest" })),
        ("a label of a version too large", "version", Check(Given.Labelling with { Version = "99999999999" })),
        ("the removal of latest", "label", Check(Given.Unlabelling with { Label = "latest" })),
        ("a deletion of a definition that must not be there", "expectedVersion", Check(Given.DefinitionDeletion with { ExpectedVersion = 0 })),
        ("a question for no definition", "slug", Check(new GetDefinition())),
        ("a question for a version with a slash", "version", Check(new GetDefinition { Slug = "s", Version = "a/b" })),
        ("definitions after no slug", "cursor", Check(new ListDefinitions { Cursor = "?" })),
        ("definitions with a text of two lines", "text", Check(new ListDefinitions { Text = "a\nb" })),
        ("definitions' versions before the first", "before", Check(new ListDefinitionVersions { Slug = "s", Before = 0 })),
        ("a definition's diff from nothing", "from", Check(new DiffDefinition { Slug = "s" })),
        ("an instance of nothing", "definition", Check(Given.Spawning with { Definition = "" })),
        ("an instance in any workspace", "workspace", Check(Given.Spawning with { Workspace = "*" })),
        ("an instance of version 0", "definitionVersion", Check(Given.Spawning with { DefinitionVersion = "0" })),
        ("an agent whose id is a step up in a URL", "agentId", Check(Given.Registration with { AgentId = ".." })),
        ("an instance whose id is the place itself in a URL", "instanceId", Check(Given.Spawning with { InstanceId = "." })),
        ("an instance whose id has a space", "instanceId", Check(Given.Spawning with { InstanceId = "a b" })),
        ("an instance with a blank name", "name", Check(Given.Spawning with { Name = " " })),
        ("an instance of no project", "project", Check(Given.Spawning with { Project = "" })),
        ("a configuration that is a list", "configuration", Check(Given.Spawning with { Configuration = Given.Json("[]") })),
        ("no other configuration", "configuration", Check(Given.Configuring with { Configuration = null })),
        ("another configuration that is null", "configuration", Check(Given.Configuring with { Configuration = Given.Json("null") })),
        ("no other status of an instance", "status", Check(Given.InstanceStatusChange with { Status = null })),
        ("a status of an instance that is none", "status", Check(Given.InstanceStatusChange with { Status = (AgentStatus)99 })),
        ("an error without being in error", "error", Check(Given.InstanceStatusChange with { Error = "boom" })),
        ("an error with U+0000", "error", Check(Given.InstanceStatusChange with { Status = AgentStatus.Error, Error = "a\0b" })),
        ("the end of no instance", "instanceId", Check(Given.InstanceDeletion with { InstanceId = "" })),
        ("a question for no instance", "instanceId", Check(new GetInstance())),
        ("instances of a project with a space", "project", Check(new ListInstances { Project = "a b" })),
        ("instances of a definition with a space", "definition", Check(new ListInstances { Definition = "a b" })),
        ("instances of a status that is none", "status", Check(new ListInstances { Status = (AgentStatus)99 })),
        ("instances after no id", "cursor", Check(new ListInstances { Cursor = "?" })),
        ("a search for nothing", "query", MessageRules.Check(Given.SearchQuestion with { Query = "" }, Given.Limits)),
        ("a search for punctuation", "query", MessageRules.Check(Given.SearchQuestion with { Query = "?!" }, Given.Limits)),
        ("a search for null", "query", MessageRules.Check(Given.SearchQuestion with { Query = null! }, Given.Limits)),
        ("a search of none", "limit", MessageRules.Check(Given.SearchQuestion with { Limit = 0 }, Given.Limits)),
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_the_one_fault(string name, string field)
    {
        var faults = Cases.Single(broken => broken.Name == name).Faults;

        faults.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public void Messages_that_say_no_more_than_they_must_are_accepted()
    {
        Check(Given.Registration).ShouldBeEmpty();
        MessageRules.Check(Given.Registrations, Given.Limits, Given.Now).ShouldBeEmpty();
        MessageRules.Check(Given.CapabilityUpdate, Given.Limits, Given.Now).ShouldBeEmpty();
        Check(Given.StatusChange).ShouldBeEmpty();
        MessageRules.Check(Given.Deletion, Given.Limits, Given.Now).ShouldBeEmpty();
        Check(Given.Heartbeat).ShouldBeEmpty();
        Check(Given.HeartbeatBatch).ShouldBeEmpty();
        Check(Given.Activity).ShouldBeEmpty();
        Check(Given.SessionCreation).ShouldBeEmpty();
        Check(Given.SaidInSession).ShouldBeEmpty();
        Check(Given.Invocation).ShouldBeEmpty();
        Check(Given.SessionStatusChange).ShouldBeEmpty();
        Check(Given.SessionDeletion).ShouldBeEmpty();
        Check(Given.ContextWrite).ShouldBeEmpty();
        Check(Given.ContextRollback).ShouldBeEmpty();
        Check(Given.CheckpointNaming).ShouldBeEmpty();
        Check(Given.CheckpointRemoval).ShouldBeEmpty();
        Check(Given.ContextDeletion).ShouldBeEmpty();
        Check(Given.ContextQuestion).ShouldBeEmpty();
        Check(new ListContexts()).ShouldBeEmpty();
        Check(Given.DefinitionSaving).ShouldBeEmpty();
        Check(Given.DefinitionRestoring).ShouldBeEmpty();
        Check(Given.DefinitionSwitching).ShouldBeEmpty();
        Check(Given.Labelling).ShouldBeEmpty();
        Check(Given.Unlabelling).ShouldBeEmpty();
        Check(Given.DefinitionDeletion).ShouldBeEmpty();
        Check(new ListDefinitions()).ShouldBeEmpty();
        Check(Given.Spawning).ShouldBeEmpty();
        Check(Given.Configuring).ShouldBeEmpty();
        Check(Given.InstanceStatusChange).ShouldBeEmpty();
        Check(Given.InstanceDeletion).ShouldBeEmpty();
        Check(new ListInstances()).ShouldBeEmpty();
        Check(new ListSessions()).ShouldBeEmpty();
        Check(new AnalyseSessions()).ShouldBeEmpty();
        MessageRules.Check(Given.AgentQuestion, Given.Limits).ShouldBeEmpty();
        MessageRules.Check(Given.ListQuestion, Given.Limits).ShouldBeEmpty();
        MessageRules.Check(Given.SearchQuestion, Given.Limits).ShouldBeEmpty();
    }

    [Fact]
    public void Messages_that_say_all_they_can_are_accepted()
    {
        foreach (var message in new[] { typeof(RegisterAgent), typeof(RegisterAgents), typeof(UpdateAgentCapabilities), typeof(DeleteAgent), typeof(Heartbeat), typeof(HeartbeatBatch), typeof(ActivityLogged), typeof(GetAgent), typeof(CreateSession), typeof(AppendSessionMessages), typeof(RecordInvocation), typeof(ChangeSessionStatus), typeof(DeleteSession), typeof(ListSessions), typeof(AnalyseSessions), typeof(ListSessionMessages), typeof(ListSessionInvocations), typeof(WriteContext), typeof(NameCheckpoint), typeof(RemoveCheckpoint), typeof(DeleteContext), typeof(ListContexts), typeof(ListContextVersions), typeof(DiffContext), typeof(RestoreRegistration), typeof(GetRegistrationVersion), typeof(ListRegistrationVersions), typeof(DiffRegistrationVersions), typeof(SaveDefinition), typeof(RestoreDefinition), typeof(SwitchDefinition), typeof(LabelDefinition), typeof(UnlabelDefinition), typeof(DeleteDefinition), typeof(GetDefinition), typeof(ListDefinitions), typeof(ListDefinitionVersions), typeof(DiffDefinition), typeof(SpawnInstance), typeof(ConfigureInstance), typeof(ChangeInstanceStatus), typeof(DeleteInstance), typeof(GetInstance), typeof(ListInstances) })
        {
            Rules.Check(Samples.All[message]).ShouldBeEmpty(message.Name);
        }
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var faults = Check(Given.Registration with { MessageId = Guid.Empty, AgentId = "a/b", Name = "", Tags = ["", "b\n"], HeartbeatIntervalSeconds = 4_000 });

        faults.Select(fault => fault.Field).ShouldBe(["messageId", "agentId", "name", "tags[0]", "tags[1]", "heartbeatIntervalSeconds"]);
        faults.Describe().ShouldContain("agentId must be 1 to 128 of the characters a-z A-Z 0-9 . _ : -; name must be");
    }

    [Fact]
    public void A_text_that_is_escaped_to_look_like_U_0000_is_no_fault() =>
        Check(Given.Registration with { Metadata = Given.Json("""{"regex":"\\u0000"}""") }).ShouldBeEmpty();

    [Fact]
    public void A_heartbeat_of_a_batch_may_leave_its_time_to_the_batch() =>
        Check(Given.HeartbeatBatch with { Heartbeats = [new() { AgentId = "a" }, new() { AgentId = "b", Load = 1, ActiveTasks = 0, UptimeSeconds = 0 }] }).ShouldBeEmpty();

    [Fact]
    public void A_time_is_taken_until_it_is_a_day_ahead_whatever_its_offset() =>
        Check(Given.Registration with { SentAt = Given.Now.AddDays(1).ToOffset(TimeSpan.FromHours(14)) }).ShouldBeEmpty();

    private static SaveDefinition Saying(DefinitionContent content) => Given.DefinitionSaving with { Content = content };

    private static IReadOnlyList<Fault> Check(object message) => Rules.Check(message);
}
