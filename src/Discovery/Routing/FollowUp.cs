namespace AgentRegistry.Discovery;

/// <summary>Whether a query says little by itself: "show me more", "and tomorrow?".</summary>
internal static class FollowUp
{
    // A longer one that fits nobody is about something else.
    private const int FewWords = 4;

    public static bool SaysLittle(SearchTerms terms, double confidence, RoutingPolicy policy)
    {
        if (terms.IsExact)
        {
            return false;
        }

        var words = terms.Terms.Count(term => !term.IsAsking);
        return words == 0 || (words <= FewWords && confidence < policy.LeastConfidence);
    }
}
