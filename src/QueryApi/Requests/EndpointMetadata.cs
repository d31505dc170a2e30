using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>What endpoints declare about themselves: for the OpenAPI document, and for the request filter.</summary>
internal static class EndpointMetadata
{
    /// <summary>Declares which errors endpoints respond with.</summary>
    public static TBuilder AnswersProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(ProblemOf(status));
        }

        return builder;
    }

    /// <summary>Ignores unknown fields and parameters, for clients that were written for another system.</summary>
    public static TBuilder IgnoreUnknown<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(UnknownIgnored.Instance);

    public static bool AllowsUnknown(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<UnknownIgnored>() is not null;

    public static ProducesResponseTypeMetadata ProblemOf(int status) => new(status, typeof(ProblemBody), [Problem.ContentType]);

    private sealed class UnknownIgnored
    {
        public static readonly UnknownIgnored Instance = new();
    }
}

/// <summary>A request header that an endpoint reads.</summary>
internal sealed record DocumentedHeader(string Name, string Description, string Example);

/// <summary>Names the operation whose examples hold for an alias of it.</summary>
internal sealed record ExamplesOf(string Operation);

/// <summary>
/// What a parameter of the URL really is. Handlers take parameters as text, so that every faulty one can be named; the document
/// tells more.
/// </summary>
/// <param name="type"><see cref="int"/>, <see cref="bool"/> or an enumeration of the wire.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class DocumentedQueryAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    public int Minimum { get; init; }

    /// <summary>0: no maximum is documented.</summary>
    public int Maximum { get; init; }

    /// <summary>What holds when the parameter is left out; null where that is no value of it.</summary>
    public object? Default { get; init; }
}

/// <summary>The groups of the legacy routes in the OpenAPI document.</summary>
internal static class LegacyTags
{
    public const string Service = "Legacy: registry service";
    public const string Factories = "Legacy: registry with factories";
}
