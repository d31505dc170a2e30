namespace AgentRegistry.Contracts;

/// <summary>The opaque mark of where a page of contexts ended: pages go by agent, and by name within one.</summary>
/// <param name="AgentId">Whose the last context of the page is.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ContextCursor(string AgentId, string Name)
{
    /// <summary>Makes the mark.</summary>
    /// <returns>The mark, safe in a URL.</returns>
    public string Write() => PageCursor.Write($"{AgentId} {Name}");

    /// <summary>Reads the mark.</summary>
    /// <param name="text">The mark.</param>
    /// <param name="cursor">Where the page that gave it ended.</param>
    /// <returns>False when it is no mark.</returns>
    public static bool TryRead(string text, out ContextCursor cursor)
    {
        cursor = default;
        if (!PageCursor.TryRead(text, out var place)
            || place.Split(' ') is not [{ Length: > 0 } agentId, { Length: > 0 } name]
            || !RuleCheck.IsId(agentId)
            || !RuleCheck.IsId(name))
        {
            return false;
        }

        cursor = new ContextCursor(agentId, name);
        return true;
    }
}
