using AgentRegistry.Contracts;
using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>A command on one definition: what it comes to is decided when the definition's row is locked.</summary>
/// <param name="Key">Which definition.</param>
/// <param name="MessageId">By which a repetition is known.</param>
/// <param name="Decide">From the definition as it is, and the time.</param>
internal sealed record DefinitionCommand(DefinitionKey Key, Guid MessageId, Func<DefinitionView?, DateTimeOffset, DefinitionDecision> Decide)
{
    /// <summary>True when it makes the definition if there is none: not where a version of it is expected.</summary>
    public bool Creates { get; private init; }

    /// <summary>True when it needs to know of the definition's instances.</summary>
    public bool CountsInstances { get; private init; }

    /// <summary>The version whose content it is decided by.</summary>
    public string? Reads { get; private init; }

    /// <summary>The version or label that it is about, where it names one that must be there.</summary>
    public string? Version { get; private init; }

    public static DefinitionCommand Of(SaveDefinition message) =>
        new(new(message.Workspace, message.Slug), message.MessageId, (current, now) => DefinitionDecision.Save(current, message, now))
        {
            Creates = message.ExpectedVersion is null or 0,
            Reads = DefinitionVersionName.Latest,
        };

    public static DefinitionCommand Of(RestoreDefinition message) =>
        new(new(message.Workspace, message.Slug), message.MessageId, (current, now) => DefinitionDecision.Restore(current, message, now))
        {
            Reads = message.ToVersion,
            Version = message.ToVersion,
        };

    public static DefinitionCommand Of(SwitchDefinition message) =>
        new(new(message.Workspace, message.Slug), message.MessageId, (current, now) => DefinitionDecision.Switch(current, message, now));

    public static DefinitionCommand Of(LabelDefinition message, Limits limits) =>
        new(new(message.Workspace, message.Slug), message.MessageId, (current, now) => DefinitionDecision.SetLabel(current, message, limits.DefinitionLabels, now))
        {
            Version = message.Version,
        };

    public static DefinitionCommand Of(UnlabelDefinition message) =>
        new(new(message.Workspace, message.Slug), message.MessageId, (current, now) => DefinitionDecision.RemoveLabel(current, message, now))
        {
            Version = message.Label,
        };

    public static DefinitionCommand Of(DeleteDefinition message) =>
        new(new(message.Workspace, message.Slug), message.MessageId, (current, now) => DefinitionDecision.Delete(current, message, now))
        {
            CountsInstances = true,
        };
}
