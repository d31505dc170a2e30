namespace AgentRegistry.Client;

/// <summary>No agent could be made. Which of the kinds below says why.</summary>
public abstract class AgentFactoryException : Exception
{
    private protected AgentFactoryException(string factory, string message, Exception? innerException = null)
        : base(message, innerException) => Factory = factory;

    /// <summary>The name of the factory that was asked for.</summary>
    public string Factory { get; }
}

/// <summary>There is no factory of this name in this process.</summary>
public sealed class UnknownAgentFactoryException : AgentFactoryException
{
    internal UnknownAgentFactoryException(string factory, IReadOnlyList<string> available)
        : base(factory, $"There is no agent factory '{Shown(factory)}'; there {(available.Count == 0 ? "is none" : "are " + string.Join(", ", available))}") =>
        Available = available;

    /// <summary>The names that there are.</summary>
    public IReadOnlyList<string> Available { get; }

    /// <summary>It may come from anybody, and ends in a log.</summary>
    private static string Shown(string factory) =>
        string.Concat((factory.Length > 128 ? factory[..128] + "…" : factory).Select(unit => char.IsControl(unit) ? ' ' : unit));
}

/// <summary>The parameters are not what the factory takes.</summary>
public sealed class AgentFactoryParametersException : AgentFactoryException
{
    /// <summary>Refuses parameters.</summary>
    /// <param name="factory">The name of the factory.</param>
    /// <param name="faults">What is wrong with them, each naming its field.</param>
    /// <param name="innerException">What said so.</param>
    public AgentFactoryParametersException(string factory, IReadOnlyList<string> faults, Exception? innerException = null)
        : base(factory, $"The agent factory '{factory}' cannot take these parameters: {string.Join("; ", faults)}", innerException) => Faults = faults;

    /// <summary>What is wrong with them, each naming its field.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>The factory threw, or made nothing.</summary>
public sealed class AgentFactoryFailedException : AgentFactoryException
{
    internal AgentFactoryFailedException(string factory, string reason, Exception? innerException = null)
        : base(factory, $"The agent factory '{factory}' failed: {reason}", innerException)
    {
    }
}
