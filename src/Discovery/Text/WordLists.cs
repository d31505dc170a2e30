using System.Collections.Frozen;

namespace AgentRegistry.Discovery;

/// <summary>
/// English words that occur in any request and distinguish no agents. Verbs such as "find" or "get" are not among them: agents are
/// named by them.
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

/// <summary>
/// English words of any request, whatever its subject: "could you recommend", "I am looking for detailed information". In a small
/// registry few agents have such a word in their description, so its inverse document frequency is misleading. In a name it was chosen
/// on purpose and counts in full: <c>getWeather</c>, <c>InformationDesk</c>.
/// </summary>
internal static class GenericWords
{
    /// <summary>The weight of such a word anywhere but in a name.</summary>
    public const float Weight = 0.5f;

    private static readonly FrozenSet<string> Terms = TextAnalysis.Tokens(string.Concat(
        "hello hi hey dear greetings morning afternoon evening thanks thank appreciate kindly okay ok yes yeah sure sorry ",
        "help helpful assist assistance aid support guide guidance enable let allow ",
        "find found look search seek locate get fetch retrieve obtain give given provide offer show display tell share send bring ",
        "need want like love wish hope prefer require know known understand understanding learn discover explore check see view ",
        "recommend recommendation suggest suggestion advise advice idea option tip ask question answer ",
        "wonder curious interest interested interesting try struggle stuck confused confusing unsure difficult hard easy easily quickly quick possible ",
        "make made take go come start use work keep put set think feel say call consider decide plan ",
        "information info detail detailed data specific specifically particular exact accurate relevant related various different ",
        "thing something anything everything someone anyone way kind type sort lot bit number ",
        "good great best better nice new latest recent current currently today now available able really actually also even still always ",
        "never maybe perhaps especially particularly include based regarding concerning several many much every within without"))
        .Select(token => token.Term)
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string term) => Terms.Contains(term);
}
