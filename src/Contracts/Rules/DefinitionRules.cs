using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <content>The rules of definitions and of their instances.</content>
public static partial class MessageRules
{
    /// <summary>That the schema is one, and the default configuration keeps it, is checked by the worker, where the definition is saved.</summary>
    internal static void Check(RuleCheck check, SaveDefinition message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfDefinition(check, message.Workspace, message.Slug);
        Content(check, message.Content);
        check.Range(message.ExpectedVersion ?? 0, "expectedVersion", 0, int.MaxValue);
        Change(check, message.ChangeDescription, message.CreatedBy);
    }

    internal static void Check(RuleCheck check, RestoreDefinition message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfDefinition(check, message.Workspace, message.Slug);
        VersionName(check, message.ToVersion ?? "", "toVersion");
        check.Version(message.ExpectedVersion, "expectedVersion");
        Change(check, message.ChangeDescription, message.CreatedBy);
    }

    internal static void Check(RuleCheck check, SwitchDefinition message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfDefinition(check, message.Workspace, message.Slug);
        check.Require(message.Enabled is not null, "enabled", "is required: true or false");
    }

    internal static void Check(RuleCheck check, LabelDefinition message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfDefinition(check, message.Workspace, message.Slug);
        Label(check, message.Label);
        VersionName(check, message.Version, "version");
    }

    internal static void Check(RuleCheck check, UnlabelDefinition message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfDefinition(check, message.Workspace, message.Slug);
        Label(check, message.Label);
    }

    internal static void Check(RuleCheck check, DeleteDefinition message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfDefinition(check, message.Workspace, message.Slug);
        check.Version(message.ExpectedVersion, "expectedVersion");
    }

    internal static void Check(RuleCheck check, GetDefinition message)
    {
        OfDefinition(check, message.Workspace, message.Slug);
        VersionName(check, message.Version, "version");
    }

    internal static void Check(RuleCheck check, ListDefinitions message)
    {
        check.Id(message.Workspace, "workspace");
        check.OptionalLine(message.Type, "type", check.Limits.Name);
        check.OptionalLine(message.Text, "text", MaxFilterText);
        check.Page(message.Limit);
        check.Cursor(message.Cursor, RuleCheck.IsIdCursor);
    }

    internal static void Check(RuleCheck check, ListDefinitionVersions message)
    {
        OfDefinition(check, message.Workspace, message.Slug);
        check.Page(message.Limit);
        check.Version(message.Before, "before");
    }

    internal static void Check(RuleCheck check, DiffDefinition message)
    {
        OfDefinition(check, message.Workspace, message.Slug);
        VersionName(check, message.From ?? "", "from");
        VersionName(check, message.To, "to");
    }

    /// <summary>Its configuration is checked against the schema by the worker, which knows the definition.</summary>
    internal static void Check(RuleCheck check, SpawnInstance message)
    {
        check.Command(message.MessageId, message.SentAt);
        check.Id(message.Workspace, "workspace");
        check.Id(message.Definition, "definition");
        VersionName(check, message.DefinitionVersion, "definitionVersion");
        check.OptionalId(message.InstanceId, "instanceId");
        if (message.Name is not null)
        {
            check.Line(message.Name, "name", check.Limits.Name);
        }

        check.Id(message.Project, "project");
        LargeJsonObject(check, message.Configuration, "configuration", check.Limits.ConfigurationBytes);
    }

    internal static void Check(RuleCheck check, ConfigureInstance message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfInstance(check, message.Workspace, message.InstanceId);
        check.Require(message.Configuration is { ValueKind: not JsonValueKind.Null }, "configuration", "is required: a JSON object");
        LargeJsonObject(check, message.Configuration, "configuration", check.Limits.ConfigurationBytes);
    }

    internal static void Check(RuleCheck check, ChangeInstanceStatus message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfInstance(check, message.Workspace, message.InstanceId);
        check.Require(message.Status is not null, "status", "is required: idle, initializing, active, busy, error or offline");
        check.Known(message.Status, "status");
        check.OptionalText(message.Error, "error", check.Limits.ChangeDescription);
        check.Require(message.Error is null || message.Status is null or AgentStatus.Error, "error", "can be given with the status error only");
    }

    internal static void Check(RuleCheck check, DeleteInstance message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfInstance(check, message.Workspace, message.InstanceId);
    }

    internal static void Check(RuleCheck check, GetInstance message) => OfInstance(check, message.Workspace, message.InstanceId);

    internal static void Check(RuleCheck check, ListInstances message)
    {
        check.Id(message.Workspace, "workspace");
        check.OptionalId(message.Project, "project");
        check.OptionalId(message.Definition, "definition");
        check.Known(message.Status, "status");
        check.Page(message.Limit);
        check.Cursor(message.Cursor, RuleCheck.IsIdCursor);
    }

    private static void OfDefinition(RuleCheck check, string workspace, string slug)
    {
        check.Id(workspace, "workspace");
        check.Id(slug, "slug");
    }

    private static void OfInstance(RuleCheck check, string workspace, string instanceId)
    {
        check.Id(workspace, "workspace");
        check.Id(instanceId, "instanceId");
    }

    private static void Content(RuleCheck check, DefinitionContent? content)
    {
        check.Require(content is not null, "content", "is required: a JSON object");
        if (content is null)
        {
            return;
        }

        const string Path = "content.";
        check.Line(content.Name, Path + "name", check.Limits.Name);
        check.Line(content.Type, Path + "type", check.Limits.Name);
        check.OptionalText(content.Description, Path + "description", check.Limits.Description);
        Capabilities(check, content.Capabilities, Path);
        check.Lines(content.Tags, Path + "tags", check.Limits.Tags, check.Limits.Name);
        check.JsonObject(content.Metadata, Path + "metadata", check.Limits.MetadataBytes);
        Factory(check, content.Factory, Path + "factory.");
        LargeJsonObject(check, content.ConfigurationSchema, Path + "configurationSchema", check.Limits.SchemaBytes);
        LargeJsonObject(check, content.DefaultConfiguration, Path + "defaultConfiguration", check.Limits.ConfigurationBytes);
    }

    /// <summary>Whitespace does not count; but what is many times too large is refused without counting.</summary>
    private static void LargeJsonObject(RuleCheck check, JsonElement? value, string field, int limit)
    {
        const int WithWhitespace = 8;
        if (value is { ValueKind: not JsonValueKind.Undefined } element && JsonMarshal.GetRawUtf8Value(element).Length > (long)limit * WithWhitespace)
        {
            check.Require(false, field, $"must be at most {limit} bytes of JSON");
        }
        else
        {
            check.JsonObject(value, field, limit);
        }
    }

    private static void Label(RuleCheck check, string label)
    {
        check.Id(label, "label");
        check.Require(label is null or "" || DefinitionVersionName.IsFree(label), "label", "must not be digits alone, nor latest, which is always the newest version");
    }

    private static void VersionName(RuleCheck check, string? name, string field) => check.Require(
        name is null || DefinitionVersionName.IsValid(name, check.Limits.AgentId),
        field,
        $"must be a version, 1 or more, or a label: 1 to {check.Limits.AgentId} of the characters a-z A-Z 0-9 . _ : -");
}

/// <summary>How a version of a definition is named: by its number, or by a label.</summary>
public static class DefinitionVersionName
{
    /// <summary>The label of the newest version, which the registry keeps itself.</summary>
    public const string Latest = "latest";

    /// <summary>Reads a number.</summary>
    /// <param name="name">A number or a label.</param>
    /// <param name="version">The number, 1 or more.</param>
    /// <returns>False when it is none; then it is a label.</returns>
    public static bool TryNumber(string name, out int version) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version >= 1;

    /// <summary>Tells whether it can be a version's name.</summary>
    internal static bool IsValid(string? name, int limit) =>
        name is { Length: > 0 } && name.Length <= limit && RuleCheck.IsId(name) && (!IsDigits(name) || TryNumber(name, out _));

    /// <summary>Tells whether callers may set it.</summary>
    internal static bool IsFree(string? label) => label is not null && label != Latest && !IsDigits(label);

    /// <summary>Digits alone would be taken for a number.</summary>
    private static bool IsDigits(string name) => name.All(char.IsAsciiDigit);
}
