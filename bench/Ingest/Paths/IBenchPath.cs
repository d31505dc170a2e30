using AgentRegistry.Ingest.Command;

namespace AgentRegistry.Ingest.Paths;

/// <summary>One hot path of the registry, measured beside its baseline.</summary>
internal interface IBenchPath
{
    /// <summary>Its name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>One line for the help text.</summary>
    string Summary { get; }

    /// <summary>Measures it. Leaves nothing behind, however it ends.</summary>
    Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken);
}
