using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>A command on one instance: what it comes to is decided when its agent's row is locked.</summary>
/// <param name="Key">Which instance.</param>
/// <param name="MessageId">By which a repetition is known.</param>
/// <param name="Decide">From what was loaded, and the time.</param>
internal sealed record InstanceCommand(InstanceKey Key, Guid MessageId, Func<LoadedInstance, DateTimeOffset, InstanceDecision> Decide)
{
    /// <summary>What becomes of its agent's lease.</summary>
    public LeaseStart Lease { get; private init; } = LeaseStart.Keep;

    /// <summary>True when it is decided by what the version says that the instance was spawned from.</summary>
    public bool ReadsContent { get; private init; }

    /// <summary>Set where the command makes the instance.</summary>
    public SpawnInstance? Spawns { get; private init; }

    public static InstanceCommand Of(SpawnInstance message, Limits limits, InstancePolicy policy)
    {
        // Microseconds, as the tables keep them: its agent's registration is ordered by this time.
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        var id = message.InstanceId ?? InstanceRegistration.IdOf(message, limits.AgentId);
        return new(new(message.Workspace, id), message.MessageId, (loaded, now) => InstanceDecision.Spawn(loaded.Spawn!, stored, id, policy.MaxPerWorkspace, now))
        {
            Lease = LeaseStart.Renew,
            Spawns = stored,
        };
    }

    public static InstanceCommand Of(ConfigureInstance message) => new(
        new(message.Workspace, message.InstanceId),
        message.MessageId,
        (loaded, now) => InstanceDecision.Configure(loaded.Current, message, now))
    {
        ReadsContent = true,
    };

    public static InstanceCommand Of(ChangeInstanceStatus message)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        return new(new(message.Workspace, message.InstanceId), message.MessageId, (loaded, now) => InstanceDecision.ChangeStatus(loaded.Current, stored, now))
        {
            Lease = message.Status == AgentStatus.Initializing ? LeaseStart.Renew : LeaseStart.Keep,
        };
    }

    public static InstanceCommand Of(DeleteInstance message)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        return new(new(message.Workspace, message.InstanceId), message.MessageId, (loaded, now) => InstanceDecision.Delete(loaded.Current, stored, now));
    }
}

/// <summary>What a command on an instance is decided by.</summary>
/// <param name="Current">The instance; null where there is none in the workspace.</param>
/// <param name="Spawn">For a command that makes one: what it is made from.</param>
internal sealed record LoadedInstance(InstanceView? Current, SpawnView? Spawn);

/// <summary>An instance as it is.</summary>
/// <param name="State">Its row.</param>
/// <param name="Agent">Its agent.</param>
/// <param name="Content">What the version says that it was spawned from; null where the command does not need it.</param>
internal sealed record InstanceView(InstanceState State, AgentRecord Agent, DefinitionContent? Content = null)
{
    public AgentStatus Status => Agent.State.Status;
}

/// <summary>What an instance is spawned from, and where.</summary>
/// <param name="Agent">Who has the id, or had it; null where nobody ever had.</param>
/// <param name="Definition">Null where there is none.</param>
/// <param name="Version">Which version is meant.</param>
/// <param name="Content">What that says; null where there is none.</param>
/// <param name="Instances">How many the workspace has.</param>
internal sealed record SpawnView(AgentRecord? Agent, DefinitionState? Definition, int Version, DefinitionContent? Content, int Instances);
