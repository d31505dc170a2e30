namespace AgentRegistry.Discovery;

/// <summary>What is a term beside the words of agents' texts. Its first character is one that text analysis never gives, so it meets no word.</summary>
internal static class ExactTerm
{
    private const char Id = '#';
    private const char Name = '=';
    private const char Asked = '?';

    /// <summary>Whether a term of the index is none of agents' texts.</summary>
    public static bool Is(string term) => term[0] is Id or Name or Asked;

    public static string OfId(string id) => Id + id.ToUpperInvariant();

    public static string OfName(string name) => Name + name.ToUpperInvariant();

    /// <summary>A word of a query that was answered well.</summary>
    public static string OfAnswered(string term) => Asked + term;

    /// <summary>The word that <see cref="OfAnswered"/> was made from.</summary>
    public static string Answered(string term) => term[1..];
}
