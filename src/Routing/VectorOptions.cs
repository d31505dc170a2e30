using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Routing;

/// <summary>Where texts are made vectors: section <c>Vectors</c>. How much they count is said in <c>Routing</c>.</summary>
public sealed record VectorOptions : IValidatableObject
{
    /// <summary>An endpoint like OpenAI's, as <c>http://localhost:11434/v1</c>; empty: none, and texts alone are compared.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The model that the endpoint is asked for.</summary>
    public string Model { get; init; } = "";

    /// <summary>What the endpoint wants to be shown; empty where it wants nothing.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>What a query may wait for its vector; after that it is compared without.</summary>
    [Range(1, 60_000)]
    public int QueryMilliseconds { get; init; } = 300;

    /// <summary>What a batch of agents may take.</summary>
    [Range(1, 3_600)]
    public int BatchSeconds { get; init; } = 60;

    /// <summary>How many texts are sent at once.</summary>
    [Range(1, 2_048)]
    public int BatchSize { get; init; } = 64;

    /// <summary>How long the endpoint is left alone after three failures in a row.</summary>
    [Range(1, 3_600)]
    public int OpenSeconds { get; init; } = 30;

    public bool AreOn => Endpoint.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AreOn && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("must be an absolute http or https address", [nameof(Endpoint)]);
        }

        if (AreOn && Model.Length == 0)
        {
            yield return new ValidationResult("is required with Vectors:Endpoint", [nameof(Model)]);
        }
    }
}
