using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>Collects every rule that a message breaks, so that a caller can fix them all at once.</summary>
internal sealed class RuleCheck(Limits limits, DateTimeOffset? now)
{
    private const int MaxJsonDepth = 32;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-");

    private List<Fault>? _faults;

    /// <summary>The sizes that hold.</summary>
    public Limits Limits => limits;

    public IReadOnlyList<Fault> Faults => _faults ?? (IReadOnlyList<Fault>)[];

    public void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            (_faults ??= []).Add(new Fault(field, message));
        }
    }

    /// <summary>The text is put together only for a rule that is broken: nearly none is.</summary>
    public void Require(bool holds, string field, [InterpolatedStringHandlerArgument(nameof(holds))] ref BrokenRuleText message)
    {
        if (!holds)
        {
            (_faults ??= []).Add(new Fault(field, message.ToString()));
        }
    }

    /// <summary>What every command carries.</summary>
    public void Command(Guid messageId, DateTimeOffset sentAt)
    {
        MessageId(messageId, "messageId");
        Time(sentAt, "sentAt");
    }

    public static bool IsId(string value) => !value.AsSpan().ContainsAnyExcept(IdCharacters) && !IsStep(value);

    /// <summary>Letters, digits and <c>. _ : -</c> only: an id stands in URLs, keys and queue names as it is. In a URL one or two dots are a step.</summary>
    public void Id(string? value, string field)
    {
        Require(
            IsStep(value) || (value is { Length: > 0 } && value.Length <= limits.AgentId && IsId(value)),
            field,
            $"must be 1 to {limits.AgentId} of the characters a-z A-Z 0-9 . _ : -");
        Require(!IsStep(value), field, "must not be . or ..");
    }

    public void OptionalId(string? value, string field)
    {
        if (value is not null)
        {
            Id(value, field);
        }
    }

    private static bool IsStep(string? value) => value is "." or "..";

    /// <summary>A single line: no control characters.</summary>
    public void Line(string? value, string field, int limit)
    {
        Require(!string.IsNullOrWhiteSpace(value) && value.Length <= limit, field, $"must be 1 to {limit} characters");
        OneLine(value, field);
    }

    public void OptionalLine(string? value, string field, int limit)
    {
        Require(value is null || value.Length <= limit, field, $"must be at most {limit} characters");
        OneLine(value, field);
    }

    /// <summary>Text of several lines. PostgreSQL cannot store the character 0, nor UTF-8 carry half a surrogate pair.</summary>
    public void OptionalText(string? value, string field, int limit)
    {
        Require(value is null || value.Length <= limit, field, $"must be at most {limit} characters");
        Storable(value, field);
    }

    public void OptionalBytes(string? value, string field, int limit)
    {
        // No character takes more than three bytes a UTF-16 unit: the count is needed only near the limit.
        Require(
            value is null || (long)value.Length * 3 <= limit || Encoding.UTF8.GetByteCount(value) <= limit,
            field,
            $"must be at most {limit} bytes of UTF-8");
        Storable(value, field);
    }

    public void Time(DateTimeOffset value, string field)
    {
        var time = now ?? throw new InvalidOperationException("Commands are checked against the registry's time.");
        Require(value != default, field, "is required: a time such as 2026-01-31T12:00:00Z");
        Require(value == default || value.Year >= 2000, field, "must not be before the year 2000");
        Require(value <= time.AddDays(1), field, "must not be more than one day ahead of the registry's clock");
    }

    public void OptionalTime(DateTimeOffset? value, string field)
    {
        if (value is { } time)
        {
            Time(time, field);
        }
    }

    public void MessageId(Guid value, string field) =>
        Require(value != Guid.Empty, field, "is required: a UUID of the sender's choice, new for each message");

    public void Range(long value, string field, long minimum, long maximum) =>
        Require(value >= minimum && value <= maximum, field, $"must be {minimum} to {maximum}");

    /// <summary>The number of a version; absent: none is named.</summary>
    public void Version(int? value, string field) => Range(value ?? 1, field, 1, int.MaxValue);

    public void Page(int limit) => Range(limit, "limit", 1, limits.PageSize);

    public void Cursor(string? value, Func<string, bool> isCursor) =>
        Require(value is null || isCursor(value), "cursor", "must be the next_cursor of an earlier page");

    public static bool IsIdCursor(string value) => PageCursor.TryRead(value, out var id) && IsId(id);

    public void Known<TEnum>(TEnum? value, string field)
        where TEnum : struct, Enum =>
        Require(value is null || Enum.IsDefined(value.Value), field, "is not a known value");

    public void Lines(IReadOnlyList<string>? values, string field, int maximum, int limit)
    {
        if (!List(values, field, maximum))
        {
            return;
        }

        for (var i = 0; i < values!.Count; i++)
        {
            Line(values[i], $"{field}[{i}]", limit);
        }
    }

    /// <summary>Checks a list's own size; false when its items are not to be checked.</summary>
    public bool List<T>(IReadOnlyList<T>? values, string field, int maximum)
    {
        Require(values is not null, field, "must be a list");
        Require(values is null || values.Count <= maximum, field, $"must hold at most {maximum} items");
        return values is not null && values.Count <= maximum;
    }

    /// <summary>As <see cref="List"/>, with one item at least.</summary>
    public bool FilledList<T>(IReadOnlyList<T>? values, string field, int maximum)
    {
        Require(values is not { Count: 0 }, field, "must not be empty");
        return List(values, field, maximum);
    }

    public void JsonObject(JsonElement? value, string field, int limit)
    {
        if (value is not { } element || element.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        Require(element.ValueKind == JsonValueKind.Object, field, "must be a JSON object");
        var isStorable = IsStorable(element, MaxJsonDepth);
        Require(isStorable, field, $"must be valid Unicode without the character U+0000, and at most {MaxJsonDepth} deep");
        Require(!isStorable || JsonSize.IsAtMost(element, limit), field, $"must be at most {limit} bytes of JSON");
    }

    /// <summary>A lone surrogate cannot be written again, and not every recipient can read JSON that is nested too deeply.</summary>
    private static bool IsStorable(JsonElement element, int depth)
    {
        try
        {
            return depth > 0 && element.ValueKind switch
            {
                JsonValueKind.String => IsStorable(element.GetString()!),
                JsonValueKind.Array => element.EnumerateArray().All(item => IsStorable(item, depth - 1)),
                JsonValueKind.Object => element.EnumerateObject().All(item => IsStorable(item.Name) && IsStorable(item.Value, depth - 1)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            // How System.Text.Json says that a text is no Unicode.
            return false;
        }
    }

    private void OneLine(string? value, string field)
    {
        Require(value is null || !HasControl(value), field, "must not contain control characters");
        Storable(value, field);
    }

    private static bool HasControl(string value)
    {
        foreach (var unit in value)
        {
            if (char.IsControl(unit))
            {
                return true;
            }
        }

        return false;
    }

    private void Storable(string? value, string field) =>
        Require(value is null || IsStorable(value), field, "must be valid Unicode without the character U+0000");

    private static bool IsStorable(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var unit = value[i];
            if (unit == '\0' || char.IsLowSurrogate(unit))
            {
                return false;
            }

            if (char.IsHighSurrogate(unit) && (++i == value.Length || !char.IsLowSurrogate(value[i])))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The text of a broken rule; costs nothing for one that holds.</summary>
[InterpolatedStringHandler]
internal ref struct BrokenRuleText
{
    private DefaultInterpolatedStringHandler _text;

    public BrokenRuleText(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _text.ToStringAndClear();
}

/// <summary>
/// How large JSON is, however it was written: blanks between its parts and escapes within its texts do not count. One sender indents
/// and escapes what another does not, and what was accepted over HTTP must not be too large when it comes over the bus.
/// </summary>
internal static class JsonSize
{
    /// <summary>True when it has at most that many bytes of UTF-8.</summary>
    public static bool IsAtMost(JsonElement element, int limit) => JsonMarshal.GetRawUtf8Value(element).Length <= limit || Of(element) <= limit;

    private static long Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Between(element.GetPropertyCount()) + element.EnumerateObject().Sum(field => Of(field.Name) + 1 + Of(field.Value)),
        JsonValueKind.Array => Between(element.GetArrayLength()) + element.EnumerateArray().Sum(Of),
        JsonValueKind.String => Of(element.GetString()!),
        _ => JsonMarshal.GetRawUtf8Value(element).Length,
    };

    private static long Of(string text) => Encoding.UTF8.GetByteCount(text) + 2;

    /// <summary>Brackets and commas.</summary>
    private static int Between(int count) => 2 + Math.Max(count - 1, 0);
}
