using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Echo;

/// <summary>What the factory "echo" takes.</summary>
internal sealed record EchoParameters
{
    /// <summary>What stands before each echo.</summary>
    [StringLength(20, ErrorMessage = "prefix must be at most 20 characters")]
    public string Prefix { get; init; } = "echo: ";

    /// <summary>Seconds between heartbeats.</summary>
    [Range(1, 3_600, ErrorMessage = "interval must be 1 to 3600 seconds")]
    public int Interval { get; init; } = 30;
}
