using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Echo;

/// <summary>The parameters of the factory "echo".</summary>
internal sealed record EchoParameters
{
    /// <summary>Precedes each echo.</summary>
    [StringLength(20, ErrorMessage = "prefix must be at most 20 characters")]
    public string Prefix { get; init; } = "echo: ";

    /// <summary>Seconds between heartbeats.</summary>
    [Range(1, 3_600, ErrorMessage = "interval must be 1 to 3600 seconds")]
    public int Interval { get; init; } = 30;
}
