using System.Collections.Frozen;

namespace AgentRegistry.Discovery;

/// <summary>
/// English words that people ask with, whatever it is they ask for: "could you recommend", "I am looking for detailed information".
/// In a small registry few agents have such a word in their description, so that its rarity says nothing. In a name it was chosen
/// on purpose, and counts in full: <c>getWeather</c>, <c>InformationDesk</c>.
/// </summary>
internal static class AskingWords
{
    /// <summary>What such a word counts for, anywhere but in a name.</summary>
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
