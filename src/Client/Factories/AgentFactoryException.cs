namespace AgentRegistry.Client;

/// <summary>A factory created no agent. The derived types say why.</summary>
public abstract class AgentFactoryException : Exception
{
    private protected AgentFactoryException(string factory, string message, Exception? innerException = null)
        : base(message, innerException) => Factory = factory;

    /// <summary>The name of the factory.</summary>
    public string Factory { get; }
}

/// <summary>This process has no factory with this name.</summary>
public sealed class UnknownAgentFactoryException : AgentFactoryException
{
    internal UnknownAgentFactoryException(string factory, IReadOnlyList<string> available)
        : base(factory, $"Unknown agent factory '{Shown(factory)}'; available: {(available.Count == 0 ? "none" : string.Join(", ", available))}") =>
        Available = available;

    /// <summary>The names of the available factories.</summary>
    public IReadOnlyList<string> Available { get; }

    /// <summary>The name may come from anybody, and ends in a log.</summary>
    private static string Shown(string factory) =>
        string.Concat((factory.Length > 128 ? factory[..128] + "…" : factory).Select(unit => char.IsControl(unit) ? ' ' : unit));
}

/// <summary>The parameters are invalid.</summary>
public sealed class AgentFactoryParametersException : AgentFactoryException
{
    /// <summary>Reports invalid parameters.</summary>
    /// <param name="factory">The name of the factory.</param>
    /// <param name="faults">The faults, each naming its field.</param>
    /// <param name="innerException">The cause.</param>
    public AgentFactoryParametersException(string factory, IReadOnlyList<string> faults, Exception? innerException = null)
        : base(factory, $"Parameters of agent factory '{factory}' are invalid: {string.Join("; ", faults)}", innerException) => Faults = faults;

    /// <summary>The faults, each naming its field.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>The factory threw, or returned no agent.</summary>
public sealed class AgentFactoryFailedException : AgentFactoryException
{
    internal AgentFactoryFailedException(string factory, string reason, Exception? innerException = null)
        : base(factory, $"Agent factory '{factory}' failed: {reason}", innerException)
    {
    }
}
