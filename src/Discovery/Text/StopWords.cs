using System.Collections.Frozen;

namespace AgentRegistry.Discovery;

/// <summary>
/// English words that stand in any request and tell no agent from another. Verbs such as "find" or "get" stay: agents are named
/// by them.
/// </summary>
internal static class StopWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = string.Concat(
        "a about after all am an and any are as at be because been before being but by can could d did do does doing don during ",
        "each either for from had has have having he her here hers him his how i if in into is it its itself just ll m me more ",
        "most my myself no nor not of off on once only or other our ours out over own please re s same shall she should so some ",
        "such t than that the their theirs them then there these they this those through to too under until up upon us ve very ",
        "was we were what when where which while who whom whose why will with would you your yours yourself")
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> word) => Words.Contains(word);
}
