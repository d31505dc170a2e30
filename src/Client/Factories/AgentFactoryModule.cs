using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.Client;

/// <summary>Adds named factories, to which an <see cref="AgentFactoryReference"/> may refer, and agents that they create.</summary>
public static class AgentFactoryModule
{
    /// <summary>Adds a factory that takes its parameters as JSON.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">1–128 of letters, digits, <c>. _ : -</c>; unique in the process.</param>
    /// <param name="factory">Creates an agent from the services and a JSON object.</param>
    /// <exception cref="ArgumentException">The name is invalid or taken.</exception>
    public static IServiceCollection AddAgentFactory(
        this IServiceCollection services, string name, Func<IServiceProvider, JsonElement, BaseAgent> factory) =>
        services.AddAgentFactory<JsonElement>(name, factory);

    /// <summary>
    /// Adds a factory with typed parameters. They are read from JSON in camelCase; an unknown name, a value of another type and a violated data
    /// annotation are refused.
    /// </summary>
    /// <typeparam name="TParameters">The parameters; must be readable from <c>{}</c> where a reference has none.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="name">1–128 of letters, digits, <c>. _ : -</c>; unique in the process.</param>
    /// <param name="factory">Creates an agent from the services and its parameters.</param>
    /// <exception cref="ArgumentException">The name is invalid or taken.</exception>
    public static IServiceCollection AddAgentFactory<TParameters>(
        this IServiceCollection services, string name, Func<IServiceProvider, TParameters, BaseAgent> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddAgentFactory<TParameters>(name, (provider, parameters, _) => Task.FromResult(factory(provider, parameters)));
    }

    /// <summary>Adds an asynchronous factory with typed parameters.</summary>
    /// <inheritdoc cref="AddAgentFactory{TParameters}(IServiceCollection, string, Func{IServiceProvider, TParameters, BaseAgent})"/>
    public static IServiceCollection AddAgentFactory<TParameters>(
        this IServiceCollection services, string name, Func<IServiceProvider, TParameters, CancellationToken, Task<BaseAgent>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddAgentFactory(name, provider => new Lambda<TParameters>(name, provider, factory));
    }

    /// <summary>Adds a factory that is resolved from the services at its first use, and then kept.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">1–128 of letters, digits, <c>. _ : -</c>; unique in the process.</param>
    /// <param name="resolve">Resolves the factory; called once, unless it throws.</param>
    /// <exception cref="ArgumentException">The name is invalid or taken.</exception>
    public static IServiceCollection AddAgentFactory(this IServiceCollection services, string name, Func<IServiceProvider, IAgentFactory> resolve)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(resolve);
        if (MessageRules.Check(new GetAgent { AgentId = name }, new Limits()).Count > 0)
        {
            throw new ArgumentException("A factory's name must be 1 to 128 of the characters a-z A-Z 0-9 . _ : -", nameof(name));
        }

        if (services.Any(service => service.ImplementationInstance is NamedAgentFactory known && known.Name == name))
        {
            throw new ArgumentException($"An agent factory '{name}' exists already", nameof(name));
        }

        services.AddSingleton(new NamedAgentFactory(name, resolve));
        services.TryAddSingleton<IAgentFactories, AgentFactories>();
        return services;
    }

    /// <summary>Runs an agent that a factory of this process creates. It registers with this reference, unless its registration names another.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="factory">The factory's name and parameters.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of bounds; the message names it.</exception>
    public static IServiceCollection AddAgent(
        this IServiceCollection services, AgentFactoryReference factory, Action<AgentHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddAgent(
            new AgentSource(factory, (provider, token) => (provider.GetService<IAgentFactories>() ?? new AgentFactories([], provider)).CreateAsync(factory, token)),
            configure);
    }

    private sealed class Lambda<TParameters>(
        string name, IServiceProvider services, Func<IServiceProvider, TParameters, CancellationToken, Task<BaseAgent>> factory) : IAgentFactory
    {
        public Task<BaseAgent> CreateAsync(JsonElement parameters, CancellationToken cancellationToken) =>
            factory(services, TypedParameters.Read<TParameters>(name, parameters), cancellationToken);
    }
}

/// <summary>Typed parameters: read strictly, then checked by their data annotations.</summary>
internal static class TypedParameters
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        // An unknown name is a typing error: the factory would use a default instead.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads parameters.</summary>
    /// <exception cref="AgentFactoryParametersException">They are not of this type, or violate its annotations.</exception>
    public static T Read<T>(string factory, JsonElement parameters)
    {
        T? read;
        try
        {
            read = parameters.Deserialize<T>(Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new AgentFactoryParametersException(factory, [exception.Message], exception);
        }

        if (read is null)
        {
            throw new AgentFactoryParametersException(factory, ["parameters must not be null"]);
        }

        // A struct is boxed once: the validator compares instances.
        object instance = read;
        var broken = new List<ValidationResult>();
        if (!Validator.TryValidateObject(instance, new ValidationContext(instance), broken, validateAllProperties: true))
        {
            throw new AgentFactoryParametersException(factory, [.. broken.Select(result => result.ErrorMessage ?? string.Join(", ", result.MemberNames))]);
        }

        return read;
    }
}
