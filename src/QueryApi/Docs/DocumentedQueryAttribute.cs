namespace AgentRegistry.QueryApi.Docs;

/// <summary>
/// What a parameter of the URL really is. Handlers take parameters as text, so that every faulty one can be named; the document
/// tells more.
/// </summary>
/// <param name="type"><see cref="int"/>, <see cref="bool"/> or an enumeration of the wire.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class DocumentedQueryAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    public int Least { get; init; }

    /// <summary>0: no limit is told.</summary>
    public int Most { get; init; }

    /// <summary>What holds when the parameter is left out; null where that is no value of it.</summary>
    public object? Default { get; init; }
}
