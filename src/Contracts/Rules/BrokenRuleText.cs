using System.Runtime.CompilerServices;

namespace AgentRegistry.Contracts;

/// <summary>What is said of a broken rule; costs nothing for one that holds.</summary>
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
