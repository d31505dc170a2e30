using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Schemas;
using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>A definition as it is, with as much of it as its commands need.</summary>
/// <param name="State">Its row.</param>
/// <param name="Labels">The labels that were set.</param>
/// <param name="Content">What the version says that the command reads; null where it reads none.</param>
/// <param name="Instances">How many instances it has.</param>
internal sealed record DefinitionView(DefinitionState State, IReadOnlyDictionary<string, int> Labels, DefinitionContent? Content = null, int Instances = 0)
{
    /// <summary>The number of a version that is named by number or label; null where there is none. All from 1 on are kept.</summary>
    public int? Find(string name) =>
        name == DefinitionVersionName.Latest ? State.CurrentVersion
        : DefinitionVersionName.TryNumber(name, out var number) ? number <= State.CurrentVersion ? number : null
        : Labels.TryGetValue(name, out var version) ? version : null;
}

/// <summary>What a command on a definition comes to. Each is decided from the definition as it is, the message and the time alone.</summary>
internal sealed record DefinitionDecision
{
    /// <summary>Null when nothing was done: refused, or there is no such definition, version or label.</summary>
    public DefinitionOutcome? Outcome { get; private init; }

    /// <summary>Why nothing was done, where the definition is the reason.</summary>
    public DefinitionConflictReason? Refusal { get; private init; }

    /// <summary>What others are told; null when nothing changes.</summary>
    public DefinitionChange? Change { get; private init; }

    /// <summary>The definition after the command, or as it is; null where there is none.</summary>
    public DefinitionState? State { get; init; }

    /// <summary>The version that is added, with what it says.</summary>
    public DefinitionVersion? Added { get; private init; }

    public DefinitionContent? Content { get; private init; }

    /// <summary>The version that the command made or labelled; null: the current one.</summary>
    public int? Version { get; private init; }

    /// <summary>The label that is set or removed.</summary>
    public string? Label { get; private init; }

    /// <summary>Of one in use: how many instances it has.</summary>
    public int? Instances { get; private init; }

    private static DefinitionDecision Missing { get; } = new();

    /// <summary>What is wrong with a definition's schema, or with its default configuration by that schema.</summary>
    public static IReadOnlyList<Fault> Faults(DefinitionContent content)
    {
        if (content.ConfigurationSchema is not { ValueKind: JsonValueKind.Object } schema)
        {
            return [];
        }

        var read = ConfigurationSchema.Read(schema, "content.configurationSchema", out var faults);
        return read is not null && content.DefaultConfiguration is { ValueKind: JsonValueKind.Object } configuration
            ? read.Check(configuration, "content.defaultConfiguration")
            : faults;
    }

    /// <summary>It says this from now on, if nobody has saved it since the expected version.</summary>
    public static DefinitionDecision Save(DefinitionView? current, SaveDefinition message, DateTimeOffset now) =>
        Unexpected(current, message.ExpectedVersion)
        ?? (current is not null && SaysTheSame(current.Content, message.Content)
            ? new() { Outcome = DefinitionOutcome.Unchanged, State = current.State }
            : Add(
                current?.State ?? new() { Key = new(message.Workspace, message.Slug), CreatedAt = now },
                message.Content,
                current is null ? DefinitionChange.Created : DefinitionChange.Saved,
                new() { ChangeDescription = message.ChangeDescription, CreatedBy = message.CreatedBy },
                now));

    /// <summary>It says again what an earlier version said. To go back to where one is would say nothing.</summary>
    public static DefinitionDecision Restore(DefinitionView? current, RestoreDefinition message, DateTimeOffset now)
    {
        if (current is null)
        {
            return Missing;
        }

        var target = current.Find(message.ToVersion);
        return Unexpected(current, message.ExpectedVersion)
            ?? (target is null || current.Content is null ? Missing
                : target == current.State.CurrentVersion ? Refused(DefinitionConflictReason.Current, current)
                : Add(
                    current.State,
                    current.Content,
                    DefinitionChange.Restored,
                    new() { ChangeDescription = message.ChangeDescription, CreatedBy = message.CreatedBy, RestoredFrom = target },
                    now));
    }

    /// <summary>Agents may be spawned from it, or no longer.</summary>
    public static DefinitionDecision Switch(DefinitionView? current, SwitchDefinition message, DateTimeOffset now) =>
        current is null ? Missing
        : current.State.Enabled == message.Enabled ? new() { Outcome = DefinitionOutcome.Unchanged, State = current.State }
        : new()
        {
            Outcome = DefinitionOutcome.Updated,
            Change = DefinitionChange.Switched,
            State = current.State with { Enabled = message.Enabled.GetValueOrDefault(), UpdatedAt = now },
        };

    /// <summary>A version gets a label, or a label another version.</summary>
    public static DefinitionDecision SetLabel(DefinitionView? current, LabelDefinition message, int most, DateTimeOffset now)
    {
        if (current?.Find(message.Version ?? DefinitionVersionName.Latest) is not { } version)
        {
            return Missing;
        }

        var isKnown = current.Labels.TryGetValue(message.Label, out var before);
        return isKnown && before == version ? new() { Outcome = DefinitionOutcome.Unchanged, State = current.State, Version = version }
            : !isKnown && current.Labels.Count >= most ? Refused(DefinitionConflictReason.Full, current)
            : new()
            {
                Outcome = DefinitionOutcome.Updated,
                Change = DefinitionChange.Labelled,
                State = current.State with { UpdatedAt = now },
                Version = version,
                Label = message.Label,
            };
    }

    /// <summary>A label goes; its version stays.</summary>
    public static DefinitionDecision RemoveLabel(DefinitionView? current, UnlabelDefinition message, DateTimeOffset now) =>
        current?.Labels.ContainsKey(message.Label) != true ? Missing : new()
        {
            Outcome = DefinitionOutcome.Updated,
            Change = DefinitionChange.Unlabelled,
            State = current.State with { UpdatedAt = now },
            Version = current.Labels[message.Label],
            Label = message.Label,
        };

    /// <summary>It goes with everything in it, if it has the expected version and no instance.</summary>
    public static DefinitionDecision Delete(DefinitionView? current, DeleteDefinition message, DateTimeOffset now) =>
        current is null ? Missing
        : Unexpected(current, message.ExpectedVersion)
        ?? (current.Instances > 0 ? Refused(DefinitionConflictReason.InUse, current) with { Instances = current.Instances }
            : new()
            {
                Outcome = DefinitionOutcome.Deleted,
                Change = DefinitionChange.Deleted,
                State = current.State with { UpdatedAt = now },
            });

    /// <summary>The message had its effect before. Its sender is told of the version that it made, if it made one that is still there.</summary>
    public static DefinitionDecision Repeat(DefinitionState? current, int? made) =>
        new() { Outcome = DefinitionOutcome.Unchanged, State = current, Version = made };

    private static DefinitionDecision Add(
        DefinitionState current, DefinitionContent content, DefinitionChange change, DefinitionVersion version, DateTimeOffset now)
    {
        var number = current.CurrentVersion + 1;
        return new()
        {
            Outcome = number == 1 ? DefinitionOutcome.Created : DefinitionOutcome.Updated,
            Change = change,
            State = (current with { CurrentVersion = number, UpdatedAt = now }).Showing(content),
            Added = version with { Version = number, CreatedAt = now },
            Content = content,
            Version = number,
        };
    }

    /// <summary>The definition has another version than the sender has seen; null when it has not.</summary>
    private static DefinitionDecision? Unexpected(DefinitionView? current, int? expected) =>
        expected is { } version && version != (current?.State.CurrentVersion ?? 0) ? Refused(DefinitionConflictReason.Version, current) : null;

    private static DefinitionDecision Refused(DefinitionConflictReason reason, DefinitionView? current) => new() { Refusal = reason, State = current?.State };

    private static bool SaysTheSame(DefinitionContent? one, DefinitionContent other) => one is not null && JsonElement.DeepEquals(
        JsonSerializer.SerializeToElement(one, WireJson.Options), JsonSerializer.SerializeToElement(other, WireJson.Options));
}
