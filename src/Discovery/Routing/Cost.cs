using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentRegistry.Discovery;

/// <summary>What a cost estimate says, where it is a number and a unit: <c>~100 tokens</c>, <c>$0.02</c>.</summary>
internal readonly partial record struct Cost(double Amount, string Unit)
{
    /// <returns>Null for one in other words.</returns>
    public static Cost? Read(string? estimate)
    {
        if (estimate is null)
        {
            return null;
        }

        if (Amounts().Match(estimate) is not { Success: true } match)
        {
            return null;
        }

        var amount = double.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture);
        return new Cost(amount, match.Groups["before"].Value + match.Groups["after"].Value);
    }

    [GeneratedRegex(@"^\s*~?\s*(?<before>[^\d\s~.]{0,3})\s*(?<amount>\d{1,12}(\.\d{1,9})?)\s*(?<after>[^\d]{0,40}?)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amounts();
}
