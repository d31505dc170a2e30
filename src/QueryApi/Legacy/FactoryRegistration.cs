using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>An agent that a factory makes, as the registry with factories took it.</summary>
internal sealed record FactoryRegistration
{
    /// <summary>The agent's type. Required.</summary>
    public string? AgentType { get; init; }

    /// <summary>The agent's name and id; 1–128 of letters, digits, <c>. _ : -</c>. Absent: <c>agent_type</c> with <c>_agent</c> behind it.</summary>
    public string? AgentName { get; init; }

    /// <summary>The same as <c>agent_name</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Where the factory is; kept in the metadata.</summary>
    public string? FactoryModule { get; init; }

    /// <summary>Which it is; kept in the metadata, and where it is a valid name, the agent's factory.</summary>
    public string? FactoryFunction { get; init; }

    /// <summary>What it is called with; kept in the metadata.</summary>
    public JsonElement? FactoryParams { get; init; }

    /// <summary>An object by name, or a list.</summary>
    [JsonConverter(typeof(NamedCapabilitiesConverter))]
    public IReadOnlyList<Capability>? Capabilities { get; init; }

    /// <summary>Free labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What the agent is for.</summary>
    public string? Description { get; init; }

    /// <summary>False: registered, but no work is routed to it. Absent: on for a new agent, else as it was.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How the body names the fields of <see cref="RegisterAgent"/>. Without a name the type makes the id.</summary>
    [JsonIgnore]
    public FieldNames Fields => new(("agentId", (AgentName ?? Name) is null ? "agent_type" : "agent_name"), ("type", "agent_type"), ("name", "agent_name"));

    public AgentRegistration ToRegistration(Limits limits)
    {
        var name = AgentName ?? Name;

        // An invalid name is refused: an id that is made in its place could be that of another agent.
        var id = name ?? (string.IsNullOrEmpty(AgentType) ? "" : AgentType + "_agent");
        return new AgentRegistration
        {
            Id = new TextOrNumber(id),
            Name = name ?? id,
            Type = AgentType ?? "",
            Description = Description,
            Capabilities = Capabilities,
            Tags = Tags,
            Metadata = Metadata(),
            Factory = Factory(limits),
        };
    }

    private static bool IsId(string? name, Limits limits) =>
        name is not null && MessageRules.Check(new GetAgent { AgentId = name }, limits).Count == 0;

    /// <summary>What cannot be a reference is metadata only, as it was before there were references.</summary>
    private AgentFactoryReference? Factory(Limits limits) => FactoryParams switch
    {
        _ when !IsId(FactoryFunction, limits) => null,
        null or { ValueKind: JsonValueKind.Null } => new() { Name = FactoryFunction! },
        { ValueKind: JsonValueKind.Object } => new() { Name = FactoryFunction!, Parameters = FactoryParams },
        _ => null,
    };

    private JsonElement? Metadata()
    {
        var factory = new Dictionary<string, object>(StringComparer.Ordinal);
        Add("factory_module", FactoryModule);
        Add("factory_function", FactoryFunction);
        Add("factory_params", FactoryParams is { ValueKind: not JsonValueKind.Null } parameters && JsonText.IsUnicode(parameters) ? parameters : null);
        return factory.Count == 0 ? null : JsonSerializer.SerializeToElement(factory, WireJson.Options);

        void Add(string key, object? value)
        {
            if (value is not null)
            {
                factory[key] = value;
            }
        }
    }
}

/// <summary>New capabilities.</summary>
internal sealed record NamedCapabilities
{
    /// <summary>An object by name, or a list. An empty one takes all away.</summary>
    [JsonConverter(typeof(NamedCapabilitiesConverter))]
    public IReadOnlyList<Capability>? Capabilities { get; init; }
}

/// <summary>On or off.</summary>
internal sealed record Switch
{
    /// <summary>False: no work is routed to the agent. Required.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>What became of it.</summary>
/// <param name="Status"><c>registered</c>, <c>updated</c>, <c>enabled</c>, <c>disabled</c> or <c>deleted</c>.</param>
/// <param name="AgentName">The agent's id.</param>
internal sealed record FactoryResponse(string Status, string AgentName);
