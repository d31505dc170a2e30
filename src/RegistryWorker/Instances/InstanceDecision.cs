using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.RegistryWorker.Schemas;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Instances;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>What a command on an instance comes to. Each is decided from what is there, the message and the time alone.</summary>
internal sealed record InstanceDecision
{
    /// <summary>Null when nothing was done: refused, or there is no such instance or definition.</summary>
    public InstanceOutcome? Outcome { get; private init; }

    /// <summary>Why nothing was done, where things are not such that it could be.</summary>
    public InstanceConflictReason? Refusal { get; private init; }

    /// <summary>Why nothing was done, where the configuration breaks its schema.</summary>
    public IReadOnlyList<Fault> Faults { get; private init; } = [];

    /// <summary>What others are told; null when nothing changes.</summary>
    public InstanceChange? Change { get; private init; }

    /// <summary>The instance after the command, or as it is; null where there is none.</summary>
    public InstanceState? State { get; init; }

    /// <summary>What becomes of its agent; null when nothing does.</summary>
    public AgentDecision? Agent { get; private init; }

    /// <summary>Its agent's status after the command, or as it is.</summary>
    public AgentStatus Status { get; private init; }

    private static InstanceDecision Missing { get; } = new();

    /// <summary>An agent comes to be from a version of a definition, if there is room and its configuration keeps the schema.</summary>
    public static InstanceDecision Spawn(SpawnView view, SpawnInstance message, string id, int most, DateTimeOffset now)
    {
        if (view.Definition is not { } definition || view.Content is not { } content)
        {
            return Missing;
        }

        if (!definition.Enabled || view.Agent is { State.Exists: true })
        {
            return new() { Refusal = definition.Enabled ? InstanceConflictReason.Taken : InstanceConflictReason.Disabled };
        }

        var configuration = message.Configuration ?? content.DefaultConfiguration ?? JsonSerializer.SerializeToElement(new { });
        if (Breaks(content, configuration) is { Count: > 0 } faults)
        {
            return new() { Faults = faults };
        }

        if (view.Instances >= most)
        {
            return new() { Refusal = InstanceConflictReason.Full };
        }

        var registered = AgentDecision.Decide(view.Agent, InstanceRegistration.Of(message, id, content, view.Version), now);
        return registered.Next is null ? new() { Refusal = InstanceConflictReason.Taken } : new()
        {
            Outcome = InstanceOutcome.Spawned,
            Change = InstanceChange.Spawned,
            Agent = registered,
            Status = registered.Next.State.Status,
            State = new InstanceState
            {
                Key = new(message.Workspace, id),
                Definition = definition.Key.Slug,
                Version = view.Version,
                Project = message.Project,
                Name = message.Name ?? content.Name,
                Configuration = JsonSerializer.Serialize(configuration, WireJson.Options),
                CreatedAt = now,
                UpdatedAt = now,
            },
        };
    }

    /// <summary>It has another configuration, if that keeps the schema of the version that it was spawned from.</summary>
    public static InstanceDecision Configure(InstanceView? current, ConfigureInstance message, DateTimeOffset now)
    {
        if (current is not { Content: { } content })
        {
            return Missing;
        }

        if (message.ExpectedRevision is { } expected && expected != current.State.Revision)
        {
            return Refused(InstanceConflictReason.Revision, current);
        }

        var configuration = message.Configuration.GetValueOrDefault();
        if (Breaks(content, configuration) is { Count: > 0 } faults)
        {
            return new() { Faults = faults };
        }

        return JsonElement.DeepEquals(configuration, JsonSerializer.Deserialize<JsonElement>(current.State.Configuration)) ? Unchanged(current) : new()
        {
            Outcome = InstanceOutcome.Updated,
            Change = InstanceChange.Configured,
            Status = current.Status,
            State = current.State with { Configuration = JsonSerializer.Serialize(configuration, WireJson.Options), UpdatedAt = now },
        };
    }

    /// <summary>It goes over to another status, if that can follow; an error is kept as its last one, also where it is in error already.</summary>
    public static InstanceDecision ChangeStatus(InstanceView? current, ChangeInstanceStatus message, DateTimeOffset now)
    {
        if (current is null)
        {
            return Missing;
        }

        var (before, after) = (current.Status, message.Status.GetValueOrDefault());
        if (after == before && message.Error is null)
        {
            return Unchanged(current);
        }

        if (after != before && !InstanceTransitions.After(before).Contains(after))
        {
            return Refused(InstanceConflictReason.Status, current);
        }

        var agent = AgentDecision.Decide(
            current.Agent, new ChangeAgentStatus { AgentIds = [message.InstanceId], Status = after, Reason = Line(message.Error), SentAt = message.SentAt }, now);
        return agent.Next is not { } next ? Unchanged(current) : new()
        {
            Outcome = InstanceOutcome.Updated,
            Change = InstanceChange.StatusChanged,
            Agent = before == AgentStatus.Offline ? StartingAgain(next, now) : agent,
            Status = after,
            State = current.State with
            {
                LastError = message.Error is null ? current.State.LastError : new() { Message = message.Error, At = now },
                UpdatedAt = now,
            },
        };
    }

    /// <summary>It ends, and its agent with it.</summary>
    public static InstanceDecision Delete(InstanceView? current, DeleteInstance message, DateTimeOffset now)
    {
        if (current is null)
        {
            return Missing;
        }

        var agent = AgentDecision.Decide(current.Agent, new DeleteAgent { AgentId = message.InstanceId, SentAt = message.SentAt }, now);
        return agent.Next is null ? Unchanged(current) : new()
        {
            Outcome = InstanceOutcome.Deleted,
            Change = InstanceChange.Deleted,
            Agent = agent,
            Status = AgentStatus.Offline,
            State = current.State with { UpdatedAt = now },
        };
    }

    /// <summary>The message had its effect before.</summary>
    public static InstanceDecision Repeat(InstanceView? current) => current is null ? new() { Outcome = InstanceOutcome.Unchanged } : Unchanged(current);

    /// <summary>Its lease had ended: it has another one until its first heartbeat.</summary>
    private static AgentDecision StartingAgain(AgentRecord agent, DateTimeOffset now) => new(
        AgentOutcome.Updated,
        agent with { State = HealthDecision.After(agent.State, HealthSignal.StartsAgain, now) with { UpdatedAt = now } },
        AgentChange.StateChanged);

    private static IReadOnlyList<Fault> Breaks(DefinitionContent content, JsonElement configuration)
    {
        const string Field = "configuration";
        if (content.ConfigurationSchema is not { ValueKind: JsonValueKind.Object } schema)
        {
            return [];
        }

        // It was one when the definition was saved.
        return ConfigurationSchema.Read(schema, Field, out var faults) is { } read ? read.Check(configuration, Field) : faults;
    }

    /// <summary>A reason stands in one line.</summary>
    private static string? Line(string? text) => text is null ? null : string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static InstanceDecision Unchanged(InstanceView current) =>
        new() { Outcome = InstanceOutcome.Unchanged, State = current.State, Status = current.Status };

    private static InstanceDecision Refused(InstanceConflictReason reason, InstanceView current) =>
        new() { Refusal = reason, State = current.State, Status = current.Status };
}
