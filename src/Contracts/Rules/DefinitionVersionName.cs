using System.Globalization;

namespace AgentRegistry.Contracts;

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
