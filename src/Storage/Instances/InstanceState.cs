using AgentRegistry.Contracts;
using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.Storage.Instances;

/// <summary>Which instance: an id says nothing without its workspace, and no call of this folder takes one without the other.</summary>
public readonly record struct InstanceKey(string Workspace, string Id);

/// <summary>An instance's row. Its status is its agent's.</summary>
public sealed record InstanceState
{
    public required InstanceKey Key { get; init; }

    /// <summary>The slug of its definition.</summary>
    public required string Definition { get; init; }

    /// <summary>Which version of it.</summary>
    public int Version { get; init; }

    public string Project { get; init; } = Defaults.Project;

    public string Name { get; init; } = "";

    /// <summary>As JSON.</summary>
    public string Configuration { get; init; } = "{}";

    public InstanceError? LastError { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long Revision { get; init; }

    public DefinitionKey DefinitionKey => new(Key.Workspace, Definition);

    /// <summary>What others are told of a change, as it is after it.</summary>
    public InstanceChanged ToChange(InstanceChange change, AgentStatus status, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        Revision = Revision,
        Change = change,
        Workspace = Key.Workspace,
        InstanceId = Key.Id,
        Definition = Definition,
        DefinitionVersion = Version,
        Project = Project,
        Status = status,
        Timestamp = now,
    };
}
