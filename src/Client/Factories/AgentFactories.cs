using System.Collections.Frozen;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>
/// The named factories of this process (<c>AddAgentFactory</c>). A name from the wire is looked up here and nowhere else: no type, assembly or
/// file is loaded by it.
/// </summary>
public interface IAgentFactories
{
    /// <summary>The names of all factories, sorted.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Creates an agent. A factory is resolved at its first use and kept; every call creates a new agent.</summary>
    /// <param name="reference">The factory's name and parameters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="UnknownAgentFactoryException">There is no factory with this name; the message lists the available ones.</exception>
    /// <exception cref="AgentFactoryParametersException">The parameters are invalid; every fault is listed.</exception>
    /// <exception cref="AgentFactoryFailedException">The factory threw, or returned no agent.</exception>
    Task<BaseAgent> CreateAsync(AgentFactoryReference reference, CancellationToken cancellationToken = default);
}

/// <summary>Creates agents of one kind.</summary>
public interface IAgentFactory
{
    /// <summary>Creates an agent.</summary>
    /// <param name="parameters">A JSON object; empty when there are none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AgentFactoryParametersException">The parameters are invalid.</exception>
    Task<BaseAgent> CreateAsync(JsonElement parameters, CancellationToken cancellationToken);
}

/// <summary>A factory with its name, as added.</summary>
internal sealed record NamedAgentFactory(string Name, Func<IServiceProvider, IAgentFactory> Resolve);

/// <summary>Looks factories up by name, and keeps the resolved ones.</summary>
internal sealed class AgentFactories : IAgentFactories
{
    private static readonly JsonElement NoParameters = JsonSerializer.SerializeToElement(new { });

    private readonly FrozenDictionary<string, ResolvedOnce> _factories;

    public AgentFactories(IEnumerable<NamedAgentFactory> factories, IServiceProvider services)
    {
        _factories = factories.ToFrozenDictionary(factory => factory.Name, factory => new ResolvedOnce(factory, services), StringComparer.Ordinal);
        Names = [.. _factories.Keys.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names { get; }

    public async Task<BaseAgent> CreateAsync(AgentFactoryReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Name is null || !_factories.TryGetValue(reference.Name, out var factory))
        {
            throw new UnknownAgentFactoryException(reference.Name ?? "", Names);
        }

        var parameters = reference.Parameters is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given ? given : NoParameters;
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            throw new AgentFactoryParametersException(reference.Name, [$"parameters must be a JSON object, not {parameters.ValueKind}"]);
        }

        return await CreateAsync(factory, parameters, cancellationToken);
    }

    private static async Task<BaseAgent> CreateAsync(ResolvedOnce factory, JsonElement parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await factory.Resolve().CreateAsync(parameters, cancellationToken)
                ?? throw new AgentFactoryFailedException(factory.Name, "it returned no agent");
        }
        catch (Exception exception) when (
            exception is not AgentFactoryException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // Any exception: the caller must learn which factory failed.
            throw new AgentFactoryFailedException(factory.Name, exception.Message, exception);
        }
    }

    /// <summary>A failed resolution is retried at the next call.</summary>
    private sealed class ResolvedOnce(NamedAgentFactory factory, IServiceProvider services)
    {
        private readonly Lock _lock = new();
        private IAgentFactory? _resolved;

        public string Name => factory.Name;

        public IAgentFactory Resolve()
        {
            lock (_lock)
            {
                return _resolved ??= factory.Resolve(services) ?? throw new AgentFactoryFailedException(Name, "it could not be resolved");
            }
        }
    }
}
