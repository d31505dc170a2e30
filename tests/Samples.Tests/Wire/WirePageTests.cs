using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Wire;

/// <summary>docs/wire.md is what people in other languages have instead of the contracts: it must say all of them, and nothing else.</summary>
public sealed class WirePageTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>Everything in the contracts that has a public constructor without parameters and fields to fill is sent by somebody.</summary>
    public static TheoryData<Type> Messages => [.. typeof(RegisterAgent).Assembly.GetExportedTypes()
        .Where(type => type.IsClass && !type.IsAbstract && type != typeof(Limits) && IsRecord(type))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Page_documents_exactly_the_fields_of_a_message(Type type)
    {
        // What has all the fields of another and some more, refers to it.
        var documented = WirePage.FieldsOf(type.Name).Concat(type.BaseType is { } whole && whole != typeof(object) ? WirePage.FieldsOf(whole.Name) : []);
        documented.Order(StringComparer.Ordinal).ShouldBe(
            type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal), type.Name);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Example_of_a_message_can_be_read(Type type) => Read(type).ShouldNotBeNull();

    [Fact]
    public void Examples_of_commands_and_queries_are_valid()
    {
        var limits = new Limits();
        MessageRules.Check(Read<RegisterAgent>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<RegisterAgents>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<ChangeAgentStatus>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<UpdateAgentCapabilities>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<DeleteAgent>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<Heartbeat>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<HeartbeatBatch>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<ActivityLogged>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<CreateSession>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<AppendSessionMessages>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<RecordInvocation>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<ChangeSessionStatus>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<DeleteSession>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<GetSession>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<GetSessionContext>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListSessions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListSessionMessages>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListSessionInvocations>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<AnalyseSessions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<WriteContext>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<RollbackContext>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<NameCheckpoint>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<RemoveCheckpoint>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<DeleteContext>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<GetContext>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListContexts>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListContextVersions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<DiffContext>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<RestoreRegistration>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<GetRegistrationVersion>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListRegistrationVersions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<DiffRegistrationVersions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<SaveDefinition>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<RestoreDefinition>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<SwitchDefinition>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<LabelDefinition>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<UnlabelDefinition>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<DeleteDefinition>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<GetDefinition>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListDefinitions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListDefinitionVersions>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<DiffDefinition>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<SpawnInstance>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<ConfigureInstance>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<ChangeInstanceStatus>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<DeleteInstance>(), limits, Now).ShouldBeEmpty();
        MessageRules.Check(Read<GetInstance>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListInstances>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<GetAgent>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<ListAgents>(), limits).ShouldBeEmpty();
        MessageRules.Check(Read<SearchCapabilities>(), limits).ShouldBeEmpty();
    }

    [Fact]
    public void Page_documents_every_value_of_every_enumeration()
    {
        var words = typeof(RegisterAgent).Assembly.GetExportedTypes()
            .Where(type => type.IsEnum)
            .SelectMany(type => Enum.GetNames(type).Select(name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name)));
        foreach (var word in words)
        {
            WirePage.SectionOf("Words").ShouldContain($"`{word}`");
        }
    }

    private static T Read<T>() => (T)Read(typeof(T))!;

    private static object? Read(Type type) => JsonSerializer.Deserialize(WirePage.ExampleOf(type.Name), type, Strict);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is not null;
}
