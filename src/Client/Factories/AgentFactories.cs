using System.Collections.Frozen;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Client;

/// <summary>A factory by its name, as it was added.</summary>
internal sealed record NamedAgentFactory(string Name, Func<IServiceProvider, IAgentFactory> Resolve);

/// <summary>Looks factories up by their names, and keeps those that were resolved.</summary>
internal sealed class AgentFactories : IAgentFactories
{
    private static readonly JsonElement NoParameters = JsonSerializer.SerializeToElement(new { });

    private readonly FrozenDictionary<string, Kept> _factories;

    public AgentFactories(IEnumerable<NamedAgentFactory> factories, IServiceProvider services)
    {
        _factories = factories.ToFrozenDictionary(factory => factory.Name, factory => new Kept(factory, services), StringComparer.Ordinal);
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
            throw new AgentFactoryParametersException(reference.Name, [$"parameters must be a JSON object, and are {parameters.ValueKind}"]);
        }

        return await CreateAsync(factory, parameters, cancellationToken);
    }

    private static async Task<BaseAgent> CreateAsync(Kept factory, JsonElement parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await factory.Resolve().CreateAsync(parameters, cancellationToken)
                ?? throw new AgentFactoryFailedException(factory.Name, "it made no agent");
        }
        catch (Exception exception) when (
            exception is not AgentFactoryException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // Whatever it is: whoever asked for an agent must hear which factory did not make it.
            throw new AgentFactoryFailedException(factory.Name, exception.Message, exception);
        }
    }

    /// <summary>One that could not be resolved is tried again: what it needs may come.</summary>
    private sealed class Kept(NamedAgentFactory factory, IServiceProvider services)
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
