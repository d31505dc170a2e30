namespace AgentRegistry.EndToEnd;

/// <summary>A running registry, whichever way.</summary>
public interface ISystem
{
    ApiClient Api { get; }

    Uri Address { get; }
}

/// <summary>How the registries under test are set.</summary>
internal static class Setting
{
    /// <summary>Most tests leave their agents behind, which fall silent together: a crowd, for which evictions would pause.</summary>
    public static readonly string[] NoCrowd = ["--SelfPreservation:MaxSuspectShare", "1"];
}
