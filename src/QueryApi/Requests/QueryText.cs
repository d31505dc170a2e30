using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>Reads the parameters of a URL and collects every one that cannot be read. An empty one counts as left out.</summary>
/// <param name="faults">Where those are noted.</param>
internal sealed class QueryText(List<Fault> faults)
{
    public int Whole(string? text, string field, int otherwise, int minimum, int maximum)
    {
        var value = Whole(text, field, otherwise);
        if (value < minimum || value > maximum)
        {
            faults.Add(new Fault(field, $"must be {minimum} to {maximum}"));
        }

        return value;
    }

    public int Whole(string? text, string field, int otherwise)
    {
        if (string.IsNullOrEmpty(text) || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out otherwise))
        {
            return otherwise;
        }

        faults.Add(new Fault(field, "must be a whole number"));
        return otherwise;
    }

    /// <summary>Null when it is left out, or cannot be read.</summary>
    public int? Whole(string? text, string field)
    {
        var before = faults.Count;
        var value = Whole(text, field, 0);
        return string.IsNullOrEmpty(text) || faults.Count > before ? null : value;
    }

    /// <summary>A revision of the feed; null when it is left out, or cannot be read.</summary>
    public long? Revision(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return revision;
        }

        faults.Add(new Fault(field, "must be the revision of an entry: a whole number, 0 or more"));
        return null;
    }

    public bool Flag(string? text, string field)
    {
        if (string.IsNullOrEmpty(text) || text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (text is not "1" && !text.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(new Fault(field, "must be true or false"));
        }

        return true;
    }

    public T? Name<T>(string? text, string field)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (WireNames.TryRead<T>(text, out var value))
        {
            return value;
        }

        faults.Add(new Fault(field, "must be one of " + string.Join(", ", WireNames.Of(typeof(T)))));
        return null;
    }

    public DateTimeOffset? Time(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // A + that was not escaped arrives as a space, and stands in many times.
        const DateTimeStyles InUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, InUtc, out var time))
        {
            return time;
        }

        faults.Add(new Fault(field, "must be a time such as 2026-01-31T12:00:00Z"));
        return null;
    }

    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Names with commas between them; a parameter that is repeated comes in that form as well.</summary>
    public static IReadOnlyList<string> Names(string? text) =>
        string.IsNullOrEmpty(text) ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
