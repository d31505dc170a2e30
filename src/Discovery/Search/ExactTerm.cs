namespace AgentRegistry.Discovery;

/// <summary>A whole id or name as a term. Its first character is one that text analysis never gives, so it meets no word.</summary>
internal static class ExactTerm
{
    public static string OfId(string id) => "#" + id.ToUpperInvariant();

    public static string OfName(string name) => "=" + name.ToUpperInvariant();
}
