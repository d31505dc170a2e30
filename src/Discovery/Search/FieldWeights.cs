namespace AgentRegistry.Discovery;

/// <summary>
/// How much a word counts, by the field it stands in: names are chosen with care, prose is padded, and a tag is one of many. Examples are
/// worded as queries are. Multiples of a half, so that sums of them are exact: an agent then scores the same whatever the order
/// in which the registry came to its state.
/// </summary>
internal static class FieldWeights
{
    /// <summary>A word of this weight stands in a name.</summary>
    public const float Name = 3f;

    public const float AgentName = Name;
    public const float AgentDescription = 1f;
    public const float AgentTag = 1f;
    public const float CapabilityName = Name;
    public const float CapabilityDescription = 1f;
    public const float CapabilityTag = 1f;
    public const float CapabilityExample = 1.5f;
}
