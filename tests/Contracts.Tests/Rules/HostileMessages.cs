using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AgentRegistry.Contracts.Tests;

/// <summary>Messages as the worst of senders would make them: every field may hold anything that its type can.</summary>
internal sealed class HostileMessages(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", "\n", "\u0007", "\ud800", "\udc00", "a\udc00\ud800", "🤖", "测试", "a", "agent-1", "default", "http://host/", "HTTP://[::1]:80", "http://",
        "ftp://host", "a/b", "agent 1", "ａｇｅｎｔ", "İ", "\u202e", "\ufeff", "'; drop table agent; --", "{}", "%00", "Y29kZXItMQ", "====",
    ];

    private static readonly DateTimeOffset[] Times =
    [
        default, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, Given.Now, Given.Now.AddDays(1), Given.Now.AddTicks(-1),
        new(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)), new(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)),
    ];

    private static readonly double[] Numbers = [0, 0.5, 1, -0.0, -1, double.Epsilon, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private readonly Random _random = new(seed);
    private bool _hasLongList;

    /// <summary>JSON objects that anybody may write.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        "{}", """{"b":1,"a":2,"longer":3}""", """{"a":1.50,"b":1e2,"c":-0}""", """{"a":123456789012345678901234567890}""", """{"":null}""",
        """{"a":"\ud83e\udd16 🤖 \" \\ \/ <&>"}""", """{ "a" : [ 1 , 2 ] }""", Deep(16),
    ];

    /// <summary>JSON objects that somebody may write, and that a rule may refuse.</summary>
    public static IReadOnlyList<string> OddDocuments { get; } =
    [
        """{"a":1,"a":2}""", """{"a":1e400000}""", """{"\u0000":1}""", """{"a":"\u0000"}""", """{"a":"\ud800"}""", """{"\udc00":1}""", Deep(32), Deep(62),
    ];

    /// <summary>An object of that many levels.</summary>
    public static string Deep(int levels) =>
        new StringBuilder().Insert(0, "{\"a\":", levels - 1).Append("{}").Append('}', levels - 1).ToString();

    /// <summary>Strings that are ids, nearly ids, or anything.</summary>
    public static Arbitrary<string> Id()
    {
        var characters = Gen.Frequency(
            (20, Gen.Elements("abzABZ019._:-".ToCharArray())),
            (1, Gen.Elements("\0\n\r /\\`@[{é٣Ａ\ud800\udc00".ToCharArray())));
        var lengths = Gen.Frequency((3, Gen.Choose(0, 20)), (1, Gen.Choose(126, 130)));
        var texts = lengths.SelectMany(length => characters.ArrayOf(length)).Select(text => new string(text));
        return Gen.OneOf(texts, ArbMap.Default.GeneratorFor<string>().Where(text => text is not null)).ToArbitrary();
    }

    public object? Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return _random.Next(3) == 0 ? null : Of(inner);
        }

        if (type.IsEnum)
        {
            return Enum.ToObject(type, _random.Next(-1, 8));
        }

        if (type.IsGenericType)
        {
            return List(type.GetGenericArguments()[0]);
        }

        return type switch
        {
            _ when type == typeof(string) => Text(),
            _ when type == typeof(int) => (int)Whole(),
            _ when type == typeof(long) => Whole(),
            _ when type == typeof(double) => Numbers[_random.Next(Numbers.Length)],
            _ when type == typeof(bool) => _random.Next(2) == 0,
            _ when type == typeof(Guid) => _random.Next(4) == 0 ? Guid.Empty : Given.Id,
            _ when type == typeof(DateTimeOffset) => Times[_random.Next(Times.Length)],
            _ when type == typeof(JsonElement) => Given.Json(_random.GetItems<string>([.. Documents, .. OddDocuments, "[1]"], 1)[0]),
            _ => Message(type),
        };
    }

    private object Message(Type type)
    {
        var message = Activator.CreateInstance(type)!;
        foreach (var field in WireForm.Fields(type).Where(_ => _random.Next(4) > 0))
        {
            field.SetValue(message, Of(field.PropertyType));
        }

        return message;
    }

    private Array? List(Type item)
    {
        // One long list for a message: a long list of long lists of long lists would take all day.
        var length = _random.Next(12) switch { 0 => -1, 1 when !_hasLongList => 1_200, var few => few / 3 };
        if (length < 0)
        {
            return null;
        }

        _hasLongList |= length == 1_200;
        var list = Array.CreateInstance(item, length);
        for (var i = 0; i < length; i++)
        {
            list.SetValue(_random.Next(8) == 0 ? null : Of(item), i);
        }

        return list;
    }

    private string? Text() => _random.Next(10) switch
    {
        0 => null,
        1 => new string('x', _random.Next(20_000)),
        2 => new string([.. Enumerable.Range(0, _random.Next(30)).Select(_ => (char)_random.Next(char.MaxValue + 1))]),
        3 => "agent-" + _random.Next(100),
        _ => Texts[_random.Next(Texts.Length)],
    };

    private long Whole() => _random.Next(6) switch
    {
        0 => long.MinValue,
        1 => long.MaxValue,
        2 => int.MinValue,
        3 => int.MaxValue,
        _ => _random.Next(-2, 200),
    };
}
