using AgentRegistry.Discovery;

namespace AgentRegistry.Lexicon;

/// <summary>
/// Each meaning as a text: its words, its definition, and the words of the meanings beside it, as index terms with weights. Words
/// that stand in the same such texts are about the same things.
/// </summary>
internal sealed class MeaningTexts
{
    /// <summary>A word that stands in fewer texts has no company to be known by.</summary>
    private const int FewestTexts = 4;

    // A meaning with more kinds than that is general ("artifact"), and its kinds have little to do with one another.
    private const int MostKinds = 30;

    private MeaningTexts(string[] terms, (int[] Terms, float[] Weights)[] texts) => (Terms, Texts) = (terms, texts);

    public string[] Terms { get; }

    /// <summary>Places of terms, and weights of length 1 in all.</summary>
    public (int[] Terms, float[] Weights)[] Texts { get; }

    public static MeaningTexts Of(Dictionary<string, Meaning> meanings)
    {
        var bags = meanings.Values.Select(meaning => Bag(meaning, meanings)).ToArray();
        var spread = bags.SelectMany(bag => bag.Keys).CountBy(term => term).Where(term => term.Value >= FewestTexts && term.Key.All(char.IsAsciiLetterLower))
            .ToDictionary(StringComparer.Ordinal);
        var terms = spread.Keys.Order(StringComparer.Ordinal).ToArray();
        var places = terms.Index().ToDictionary(term => term.Item, term => term.Index, StringComparer.Ordinal);
        return new MeaningTexts(terms, Array.ConvertAll(bags, bag => Weighed(bag, places, term => MathF.Log((float)bags.Length / spread[term]))));
    }

    private static Dictionary<string, float> Bag(Meaning meaning, Dictionary<string, Meaning> meanings)
    {
        var bag = new Dictionary<string, float>(StringComparer.Ordinal);
        Add(meaning.Words, 2);
        Add([meaning.Gloss], 1);
        foreach (var (kind, target) in meaning.Pointers)
        {
            Add(meanings[target].Words, Weight(kind, meaning.Pointers.Count));
        }

        return bag;

        void Add(IEnumerable<string> texts, float weight)
        {
            foreach (var token in texts.SelectMany(TextAnalysis.Tokens).Where(_ => weight > 0))
            {
                bag[token.Term] = bag.GetValueOrDefault(token.Term) + weight;
            }
        }
    }

    /// <summary>How much a neighbour's words say of a meaning, by the sign of the pointer to it.</summary>
    private static float Weight(string pointer, int pointers) => pointer switch
    {
        "@" or "@i" => 1, // what it is a kind of
        "+" or "\\" or "<" => 1, // the same in another part of speech: to bake, a baker
        "&" => 1, // an adjective like it
        ";c" or ";r" or ";u" => 1, // its field
        "*" or ">" or "^" or "$" => 0.7f, // a verb that goes with it
        "#p" or "#m" or "%p" => 0.5f, // a whole, or a part
        "~" when pointers < MostKinds => 0.3f, // a kind of it
        _ => 0, // opposites above all
    };

    private static (int[] Terms, float[] Weights) Weighed(Dictionary<string, float> bag, Dictionary<string, int> places, Func<string, float> rarity)
    {
        var known = bag.Where(term => places.ContainsKey(term.Key)).ToArray();
        var weights = Array.ConvertAll(known, term => (1 + MathF.Log(1 + term.Value)) * rarity(term.Key));
        var length = MathF.Sqrt(weights.Sum(weight => weight * weight));
        return (Array.ConvertAll(known, term => places[term.Key]), Array.ConvertAll(weights, weight => weight / length));
    }
}
