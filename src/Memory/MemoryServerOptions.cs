using System.ComponentModel.DataAnnotations;
using AgentRegistry.Hosting.Resilience;

namespace AgentRegistry.Memory;

/// <summary>Where the memory server is, and when it counts as away: section <c>Memory</c>. Without command and URL there is none.</summary>
public sealed class MemoryServerOptions : IValidatableObject
{
    /// <summary>A program that speaks MCP over its standard input and output, such as <c>npx</c>. Started by each ActivityWorker.</summary>
    public string Command { get; set; } = "";

    /// <summary>Its arguments, separated by spaces; <c>"…"</c> around one that has spaces.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>A server that speaks MCP over streamable HTTP.</summary>
    public string Url { get; set; } = "";

    /// <summary>The header <c>Authorization</c> for that server, such as <c>Bearer …</c>.</summary>
    public string Authorization { get; set; } = "";

    /// <summary>Failures in a row that open the circuit.</summary>
    [Range(ConsecutiveFailures.Minimum, 1_000)]
    public int FailuresToOpen { get; set; } = 3;

    /// <summary>Seconds that it stays open before the server is tried again.</summary>
    [Range(1, 86_400)]
    public int OpenSeconds { get; set; } = 60;

    /// <summary>Attempts then, of which one has to succeed.</summary>
    [Range(1, 100)]
    public int HalfOpenAttempts { get; set; } = 2;

    /// <summary>Seconds between two questions whether the server is well.</summary>
    [Range(1, 86_400)]
    public int HealthCheckSeconds { get; set; } = 30;

    /// <summary>Seconds that one call may take.</summary>
    [Range(1, 600)]
    public int CallSeconds { get; set; } = 10;

    /// <summary>Seconds that a program may take to start, or a server to take the connection.</summary>
    [Range(1, 600)]
    public int StartSeconds { get; set; } = 60;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Command.Length > 0 && Url.Length > 0)
        {
            yield return new ValidationResult("the memory server is either a Command or a Url, not both", [nameof(Command)]);
        }

        if (Url.Length > 0 && !(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("must be an address such as https://host/mcp", [nameof(Url)]);
        }
    }
}
