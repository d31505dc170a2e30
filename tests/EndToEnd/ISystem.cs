namespace AgentRegistry.EndToEnd;

/// <summary>A running registry, whichever way.</summary>
public interface ISystem
{
    ApiClient Api { get; }

    Uri Address { get; }

    /// <summary>True when what happens is remembered at once.</summary>
    bool HasMemory { get; }
}
