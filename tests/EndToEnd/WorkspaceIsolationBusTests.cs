using System.Reflection;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>
/// The same over the bus: every command and request of the contracts that names a workspace is tried on what is another one's. They
/// are found in the contracts themselves: a new one fails here until it has its attempt.
/// </summary>
[Collection(DistributedCollection.Name)]
public sealed class WorkspaceIsolationBusTests : IAsyncLifetime
{
    private const string Session = "support-1";
    private const string Agent = "coder";
    private const string Plan = "plan";
    private const string Slug = "reviewer";

    private readonly string _workspace = $"bus-{Guid.NewGuid():N}";
    private readonly string _instance = $"wall-{Guid.NewGuid():N}";
    private readonly Dictionary<Type, Func<string, Task>> _attempts;
    private readonly string _agent = $"ours-{Guid.NewGuid():N}";
    private BusClient _bus = null!;
    private Guid _route;

    public WorkspaceIsolationBusTests() => _attempts = new()
    {
        // Made anew where they were tried: the same names there are other things.
        [typeof(CreateSession)] = async other => (await AskAsync<CreateSession, SessionAccepted>(Creation(other))).MessageCount.ShouldBe(0),
        [typeof(WriteContext)] = async other => (await AskAsync<WriteContext, ContextConflict>(Write(other, expected: 2))).CurrentVersion.ShouldBe(0),
        [typeof(ListSessions)] = async other => (await AskAsync<ListSessions, SessionPage>(new() { Workspace = other })).Sessions.ShouldBeEmpty(),
        [typeof(AnalyseSessions)] = async other => (await AskAsync<AnalyseSessions, SessionAnalysis>(new() { Workspace = other })).Sessions.ShouldBe(0),
        [typeof(ListContexts)] = async other => (await AskAsync<ListContexts, ContextPage>(new() { Workspace = other })).Contexts.ShouldBeEmpty(),
        [typeof(AppendSessionMessages)] = other => NoSessionAsync(Said(other)),
        [typeof(RecordInvocation)] = other => NoSessionAsync(new RecordInvocation
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Workspace = other,
            SessionId = Session,
            AgentId = Agent,
            Success = true,
        }),
        [typeof(ChangeSessionStatus)] = other => NoSessionAsync(new ChangeSessionStatus
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Workspace = other,
            SessionId = Session,
            Status = SessionStatus.Completed,
        }),
        [typeof(DeleteSession)] = other => NoSessionAsync(new DeleteSession { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, SessionId = Session }),
        [typeof(GetSession)] = other => NoSessionAsync(new GetSession { Workspace = other, SessionId = Session }),
        [typeof(GetSessionContext)] = other => NoSessionAsync(new GetSessionContext { Workspace = other, SessionId = Session }),
        [typeof(ListSessionMessages)] = other => NoSessionAsync(new ListSessionMessages { Workspace = other, SessionId = Session }),
        [typeof(ListSessionInvocations)] = other => NoSessionAsync(new ListSessionInvocations { Workspace = other, SessionId = Session }),
        [typeof(RollbackContext)] = other => NoContextAsync(new RollbackContext
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Workspace = other,
            AgentId = Agent,
            Name = Plan,
            ToVersion = 1,
        }),
        [typeof(NameCheckpoint)] = other => NoContextAsync(Naming(other)),
        [typeof(RemoveCheckpoint)] = other => NoContextAsync(new RemoveCheckpoint
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Workspace = other,
            AgentId = Agent,
            Name = Plan,
            Checkpoint = "approved",
        }),
        [typeof(DeleteContext)] = other => NoContextAsync(new DeleteContext { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, AgentId = Agent, Name = Plan }),
        [typeof(GetContext)] = other => NoContextAsync(new GetContext { Workspace = other, AgentId = Agent, Name = Plan }),
        [typeof(ListContextVersions)] = other => NoContextAsync(new ListContextVersions { Workspace = other, AgentId = Agent, Name = Plan }),
        [typeof(SaveDefinition)] = async other => (await AskAsync<SaveDefinition, DefinitionConflict>(Save(other, expected: 2))).CurrentVersion.ShouldBe(0),
        [typeof(ListDefinitions)] = async other => (await AskAsync<ListDefinitions, DefinitionPage>(new() { Workspace = other })).Definitions.ShouldBeEmpty(),
        [typeof(RestoreDefinition)] = other => NoDefinitionAsync(new RestoreDefinition { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, Slug = Slug, ToVersion = "1" }),
        [typeof(SwitchDefinition)] = other => NoDefinitionAsync(new SwitchDefinition { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, Slug = Slug, Enabled = false }),
        [typeof(LabelDefinition)] = other => NoDefinitionAsync(new LabelDefinition { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, Slug = Slug, Label = "stable", Version = "1" }),
        [typeof(UnlabelDefinition)] = other => NoDefinitionAsync(new UnlabelDefinition { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, Slug = Slug, Label = "next" }),
        [typeof(DeleteDefinition)] = other => NoDefinitionAsync(new DeleteDefinition { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, Slug = Slug }),
        [typeof(GetDefinition)] = other => NoDefinitionAsync(new GetDefinition { Workspace = other, Slug = Slug }),
        [typeof(ListDefinitionVersions)] = other => NoDefinitionAsync(new ListDefinitionVersions { Workspace = other, Slug = Slug }),
        [typeof(DiffDefinition)] = other => NoDefinitionAsync(new DiffDefinition { Workspace = other, Slug = Slug, From = "1" }),
        [typeof(SpawnInstance)] = other => NoDefinitionAsync(Spawn(other)),
        [typeof(ListInstances)] = async other => (await AskAsync<ListInstances, InstancePage>(new() { Workspace = other })).Instances.ShouldBeEmpty(),
        [typeof(GetInstance)] = other => NoInstanceAsync(new GetInstance { Workspace = other, InstanceId = _instance }),
        [typeof(ConfigureInstance)] = other => NoInstanceAsync(new ConfigureInstance
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Workspace = other,
            InstanceId = _instance,
            Configuration = JsonSerializer.SerializeToElement(new { said = "intruder" }),
        }),
        [typeof(ChangeInstanceStatus)] = other => NoInstanceAsync(
            new ChangeInstanceStatus { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, InstanceId = _instance, Status = AgentStatus.Idle }),
        [typeof(DeleteInstance)] = other => NoInstanceAsync(new DeleteInstance { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, InstanceId = _instance }),
        [typeof(RouteQuery)] = async other =>
        {
            var decision = await AskAsync<RouteQuery, RouteDecision>(new() { Workspace = other, Query = "show me more", SessionId = Session });
            (decision.FollowsUp, decision.Candidates.Count).ShouldBe((false, 0));
        },
        [typeof(RegisterAgent)] = other => AskAsync<RegisterAgent, RegistrationConflict>(Registration("intruder") with { Workspace = other }),
        [typeof(ListAgents)] = async other => (await AskAsync<ListAgents, AgentPage>(new() { Workspace = other })).Agents.ShouldBeEmpty(),
        [typeof(GetAgent)] = other => NoAgentAsync(new GetAgent { Workspace = other, AgentId = _agent }),
        [typeof(GetAgentHealth)] = other => NoAgentAsync(new GetAgentHealth { Workspace = other, AgentId = _agent }),
        [typeof(GetStatistics)] = async other => (await AskAsync<GetStatistics, RegistryStatistics>(new() { Workspace = other })).TotalAgents.ShouldBe(0),
        [typeof(UpdateAgentCapabilities)] = other => NoAgentAsync(new UpdateAgentCapabilities { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, AgentId = _agent }),
        [typeof(ChangeAgentStatus)] = async other => (await AskAsync<ChangeAgentStatus, AgentsAccepted>(new()
        {
            MessageId = Guid.NewGuid(),
            SentAt = Now,
            Workspace = other,
            AgentIds = [_agent],
            Enabled = false,
        })).Results.ShouldHaveSingleItem().Outcome.ShouldBe(AgentOutcome.NotFound),
        [typeof(DeleteAgent)] = other => NoAgentAsync(new DeleteAgent { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, AgentId = _agent }),
        [typeof(GetRegistrationVersion)] = other => NoAgentAsync(new GetRegistrationVersion { Workspace = other, AgentId = _agent, Version = 1 }),
        [typeof(ListRegistrationVersions)] = other => NoAgentAsync(new ListRegistrationVersions { Workspace = other, AgentId = _agent }),
        [typeof(DiffRegistrationVersions)] = other => NoAgentAsync(new DiffRegistrationVersions { Workspace = other, AgentId = _agent, From = 1 }),
        [typeof(RestoreRegistration)] = other => NoAgentAsync(new RestoreRegistration { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = other, AgentId = _agent, Version = 1 }),
        [typeof(SearchMemory)] = async other => (await AskAsync<SearchMemory, MemoryMatches>(new() { Workspace = other, Query = "alone" })).Records.ShouldBeEmpty(),
        [typeof(GetRoute)] = other => AskAsync<GetRoute, RouteNotFound>(new() { Workspace = other, RouteId = _route }),
        [typeof(DiffContext)] = other => NoContextAsync(new DiffContext { Workspace = other, AgentId = Agent, Name = Plan, From = 1 }),
    };

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() => _bus = await BusClient.ConnectAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public void Every_message_with_a_workspace_is_attempted_from_outside()
    {
        // Every command and query has a rule: Check(RuleCheck, message).
        var named = typeof(MessageRules).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(method => method.Name == nameof(MessageRules.Check))
            .Select(method => method.GetParameters())
            .Where(parameters => parameters.Length == 2)
            .Select(parameters => parameters[1].ParameterType)
            .Where(message => message.GetProperty("Workspace") is not null);

        named.Select(message => message.Name).Order(StringComparer.Ordinal)
            .ShouldBe(_attempts.Keys.Select(message => message.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_attempt_reads_or_changes_another_workspace()
    {
        await AskAsync<RegisterAgent, AgentAccepted>(Registration("ours alone"));
        await AskAsync<RegisterAgent, AgentAccepted>(Registration("ours alone still"));
        await AskAsync<CreateSession, SessionAccepted>(Creation(_workspace));
        await AskAsync<AppendSessionMessages, SessionAccepted>(Said(_workspace));
        await AskAsync<WriteContext, ContextAccepted>(Write(_workspace, expected: 0));
        await AskAsync<WriteContext, ContextAccepted>(Write(_workspace, expected: 1));
        await AskAsync<NameCheckpoint, ContextAccepted>(Naming(_workspace));
        await AskAsync<SaveDefinition, DefinitionAccepted>(Save(_workspace, expected: 0));
        await AskAsync<SpawnInstance, InstanceAccepted>(Spawn(_workspace) with { InstanceId = _instance });
        _route = (await AskAsync<RouteQuery, RouteDecision>(new() { Workspace = _workspace, Query = "ours alone" })).RouteId;

        // An activity is remembered, and a decision kept, a little later than it is answered.
        await _bus.PublishAsync(new ActivityLogged { ActivityId = Guid.NewGuid(), OccurredAt = Now, AgentId = _agent, TaskId = "1", Status = ActivityStatus.Success, Output = "ours alone" });
        await Eventually.HoldsAsync(async () => (await AskAsync<SearchMemory, MemoryMatches>(new() { Workspace = _workspace, Query = "alone" })).Records.Count > 0);
        await Eventually.HoldsAsync(async () => await _bus.HasAsync<GetRoute, RouteDecision, RouteNotFound>(new() { Workspace = _workspace, RouteId = _route }));
        var before = await OursAsync();

        foreach (var (message, attempt) in _attempts)
        {
            await attempt($"{_workspace}-{message.Name}");
        }

        (await OursAsync()).ShouldBe(before);
    }

    private async Task<string> OursAsync() =>
        JsonSerializer.Serialize(await AskAsync<GetSession, SessionDetails>(new() { Workspace = _workspace, SessionId = Session }))
        + JsonSerializer.Serialize(await AskAsync<GetContext, ContextDetails>(new() { Workspace = _workspace, AgentId = Agent, Name = Plan }))
        + JsonSerializer.Serialize((await AskAsync<GetAgent, AgentDetails>(new() { Workspace = _workspace, AgentId = _agent })) with { LastActiveAt = null })
        + JsonSerializer.Serialize(await AskAsync<ListRegistrationVersions, RegistrationVersionPage>(new() { Workspace = _workspace, AgentId = _agent }))
        + JsonSerializer.Serialize(await AskAsync<GetDefinition, DefinitionDetails>(new() { Workspace = _workspace, Slug = Slug }))
        + JsonSerializer.Serialize(await AskAsync<GetInstance, AgentInstance>(new() { Workspace = _workspace, InstanceId = _instance }))
        + JsonSerializer.Serialize(await AskAsync<GetRoute, RouteDecision>(new() { Workspace = _workspace, RouteId = _route }))
        + JsonSerializer.Serialize(await AskAsync<ListContextVersions, ContextVersionPage>(new() { Workspace = _workspace, AgentId = Agent, Name = Plan }));

    private Task<TAnswer> AskAsync<TRequest, TAnswer>(TRequest request)
        where TRequest : class
        where TAnswer : class =>
        _bus.AskAsync<TRequest, TAnswer>(request);

    private Task NoSessionAsync<TRequest>(TRequest request)
        where TRequest : class =>
        AskAsync<TRequest, SessionNotFound>(request);

    private Task NoContextAsync<TRequest>(TRequest request)
        where TRequest : class =>
        AskAsync<TRequest, ContextNotFound>(request);

    private Task NoAgentAsync<TRequest>(TRequest request)
        where TRequest : class =>
        AskAsync<TRequest, AgentNotFound>(request);

    private RegisterAgent Registration(string description) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, AgentId = _agent, Name = "Ours", Description = description };

    private Task NoDefinitionAsync<TRequest>(TRequest request)
        where TRequest : class =>
        AskAsync<TRequest, DefinitionNotFound>(request);

    private static SaveDefinition Save(string workspace, int expected) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = workspace,
        Slug = Slug,
        Content = new() { Name = "ours alone" },
        ExpectedVersion = expected,
    };

    private Task NoInstanceAsync<TRequest>(TRequest request)
        where TRequest : class =>
        AskAsync<TRequest, InstanceNotFound>(request);

    private static SpawnInstance Spawn(string workspace) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = workspace, Definition = Slug, Name = "ours alone" };

    private static CreateSession Creation(string workspace) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = workspace, SessionId = Session, UserId = "alice" };

    private static AppendSessionMessages Said(string workspace) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = workspace,
        SessionId = Session,
        Messages = [new NewSessionMessage { Role = MessageRole.User, Content = "ours alone" }],
    };

    private static WriteContext Write(string workspace, int expected) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = workspace,
        AgentId = Agent,
        Name = Plan,
        Data = JsonSerializer.SerializeToElement(new { said = "ours alone" }),
        ExpectedVersion = expected,
    };

    private static NameCheckpoint Naming(string workspace) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = workspace, AgentId = Agent, Name = Plan, Checkpoint = "approved", Version = 1 };
}
