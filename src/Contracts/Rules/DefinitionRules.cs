using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <content>The rules of what is said and asked of definitions.</content>
public static partial class MessageRules
{
    private const int LongestFilter = 256;

    /// <summary>Checks what a definition is to say: schema and default configuration too.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(SaveDefinition message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfDefinition(check, message.Workspace, message.Slug, limits);
        Content(check, message.Content, limits);
        check.Range(message.ExpectedVersion ?? 0, "expectedVersion", 0, int.MaxValue);
        Told(check, message.ChangeDescription, message.CreatedBy, limits);
        return check.Faults;
    }

    /// <summary>Checks the restoring of a version.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RestoreDefinition message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfDefinition(check, message.Workspace, message.Slug, limits);
        VersionName(check, message.ToVersion ?? "", "toVersion", limits);
        AtVersion(check, message.ExpectedVersion, "expectedVersion");
        Told(check, message.ChangeDescription, message.CreatedBy, limits);
        return check.Faults;
    }

    /// <summary>Checks the switching of a definition.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(SwitchDefinition message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfDefinition(check, message.Workspace, message.Slug, limits);
        check.Require(message.Enabled is not null, "enabled", "is required: true or false");
        return check.Faults;
    }

    /// <summary>Checks a label.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(LabelDefinition message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfDefinition(check, message.Workspace, message.Slug, limits);
        Label(check, message.Label, limits);
        VersionName(check, message.Version, "version", limits);
        return check.Faults;
    }

    /// <summary>Checks a label's removal.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(UnlabelDefinition message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfDefinition(check, message.Workspace, message.Slug, limits);
        Label(check, message.Label, limits);
        return check.Faults;
    }

    /// <summary>Checks a definition's deletion.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DeleteDefinition message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfDefinition(check, message.Workspace, message.Slug, limits);
        AtVersion(check, message.ExpectedVersion, "expectedVersion");
        return check.Faults;
    }

    /// <summary>Checks a request for a definition.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetDefinition message, Limits limits)
    {
        var check = new RuleCheck();
        OfDefinition(check, message.Workspace, message.Slug, limits);
        VersionName(check, message.Version, "version", limits);
        return check.Faults;
    }

    /// <summary>Checks a list of definitions: filter and paging.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListDefinitions message, Limits limits)
    {
        var check = new RuleCheck();
        check.Id(message.Workspace, "workspace", limits.AgentId);
        check.OptionalLine(message.Type, "type", limits.Name);
        check.OptionalLine(message.Text, "text", LongestFilter);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Require(
            message.Cursor is null || (PageCursor.TryRead(message.Cursor, out var slug) && RuleCheck.IsId(slug)),
            "cursor",
            "must be the next_cursor of an earlier page");
        return check.Faults;
    }

    /// <summary>Checks a request for a definition's versions.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListDefinitionVersions message, Limits limits)
    {
        var check = new RuleCheck();
        OfDefinition(check, message.Workspace, message.Slug, limits);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        AtVersion(check, message.Before, "before");
        return check.Faults;
    }

    /// <summary>Checks a request for what makes one version another.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DiffDefinition message, Limits limits)
    {
        var check = new RuleCheck();
        OfDefinition(check, message.Workspace, message.Slug, limits);
        VersionName(check, message.From ?? "", "from", limits);
        VersionName(check, message.To, "to", limits);
        return check.Faults;
    }

    private static void OfDefinition(RuleCheck check, string workspace, string slug, Limits limits)
    {
        check.Id(workspace, "workspace", limits.AgentId);
        check.Id(slug, "slug", limits.AgentId);
    }

    private static void Content(RuleCheck check, DefinitionContent? content, Limits limits)
    {
        const string Within = "content.";
        check.Require(content is not null, "content", "is required: a JSON object");
        if (content is null)
        {
            return;
        }

        check.Line(content.Name, Within + "name", limits.Name);
        check.Line(content.Type, Within + "type", limits.Name);
        check.OptionalText(content.Description, Within + "description", limits.Description);
        Capabilities(check, content.Capabilities, limits, Within);
        check.Lines(content.Tags, Within + "tags", limits.Tags, limits.Name);
        check.JsonObject(content.Metadata, Within + "metadata", limits.MetadataBytes);
        if (content.Factory is not null)
        {
            Factory(check, content.Factory, Within + "factory.", limits);
        }

        var isSound = IsSound(check, content.ConfigurationSchema, Within + "configurationSchema", limits.SchemaBytes);
        isSound &= IsSound(check, content.DefaultConfiguration, Within + "defaultConfiguration", limits.ConfigurationBytes);
        if (!isSound || content.ConfigurationSchema is not { ValueKind: JsonValueKind.Object } schema)
        {
            return;
        }

        var read = ConfigurationSchema.Read(schema, Within + "configurationSchema", out var faults);
        check.Add(faults);
        if (read is not null && content.DefaultConfiguration is { ValueKind: JsonValueKind.Object } configuration)
        {
            check.Add(read.Check(configuration, Within + "defaultConfiguration"));
        }
    }

    /// <summary>Checks what of an object can be checked without its schema; false when it must not be looked at any closer.</summary>
    private static bool IsSound(RuleCheck check, JsonElement? value, string field, int limit)
    {
        const int Blanks = 8;
        var before = check.Faults.Count;

        // Blanks do not count; but what is many times too large is not worth the counting.
        var isFarTooLarge = value is { ValueKind: not JsonValueKind.Undefined } element && JsonMarshal.GetRawUtf8Value(element).Length > (long)limit * Blanks;
        check.Require(!isFarTooLarge, field, $"must be at most {limit} bytes of JSON");
        if (!isFarTooLarge)
        {
            check.JsonObject(value, field, limit);
        }

        return check.Faults.Count == before;
    }

    private static void Label(RuleCheck check, string label, Limits limits)
    {
        check.Id(label, "label", limits.AgentId);
        check.Require(label is null or "" || DefinitionVersionName.IsFree(label), "label", "must not be digits alone, nor latest, which is always the newest version");
    }

    private static void VersionName(RuleCheck check, string? name, string field, Limits limits) => check.Require(
        name is null || DefinitionVersionName.IsValid(name, limits.AgentId), field, $"must be a version, 1 or more, or a label: 1 to {limits.AgentId} of the characters a-z A-Z 0-9 . _ : -");
}
