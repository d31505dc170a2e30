namespace AgentRegistry.Discovery;

/// <summary>
/// How much a word counts, by the field it stands in: names are chosen with care, tags with some, prose is padded. Examples are
/// worded as queries are. Multiples of a half, so that sums of them are exact: an agent then scores the same whatever the order
/// in which the registry came to its state.
/// </summary>
internal static class FieldWeights
{
    public const float AgentName = 3f;
    public const float AgentDescription = 1f;
    public const float AgentTag = 2f;
    public const float CapabilityName = 3f;
    public const float CapabilityDescription = 1f;
    public const float CapabilityTag = 2f;
    public const float CapabilityExample = 1.5f;
}
