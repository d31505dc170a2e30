using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>A name to look for, whatever its case.</summary>
internal readonly record struct SoughtName(string Text, int Hash)
{
    public SoughtName(string text)
        : this(text, HashedNames.HashOf(text))
    {
    }
}

/// <summary>
/// The hashes of an agent's capability names or tags. A scan over all agents compares numbers and looks at a string only where
/// they agree; a HashSet for each agent would take ten times the memory and be slower for so few names.
/// </summary>
internal readonly struct HashedNames(int[] hashes)
{
    public static HashedNames Of(IReadOnlyList<string> names) => new([.. names.Select(HashOf)]);

    public static HashedNames Of(IReadOnlyList<Capability> capabilities) => new([.. capabilities.Select(capability => HashOf(capability.Name))]);

    public static int HashOf(string name) => name.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <param name="sought">What to look for.</param>
    /// <param name="named">What the hashes were made of, for equal hashes are only likely to be equal names.</param>
    /// <param name="nameOf">The name of one of them.</param>
    public bool HaveAll<T>(SoughtName[] sought, IReadOnlyList<T> named, Func<T, string> nameOf)
    {
        foreach (var name in sought)
        {
            var at = IndexOf(name.Hash, 0);
            while (at >= 0 && !string.Equals(nameOf(named[at]), name.Text, StringComparison.OrdinalIgnoreCase))
            {
                at = IndexOf(name.Hash, at + 1);
            }

            if (at < 0)
            {
                return false;
            }
        }

        return true;
    }

    private int IndexOf(int hash, int from)
    {
        var at = hashes.AsSpan(from).IndexOf(hash);
        return at < 0 ? -1 : from + at;
    }
}
