using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>A rule that a message breaks.</summary>
/// <param name="Field">Where, as a path in the message, such as <c>capabilities[3].name</c>.</param>
/// <param name="Message">What must hold, such as <c>must be 1 to 128 characters</c>.</param>
public sealed record Fault(string Field, string Message);

/// <summary>Faults in words.</summary>
public static class FaultText
{
    /// <summary>All faults in one line, for logs and error queues.</summary>
    /// <param name="faults">The faults.</param>
    /// <returns>Such as <c>name must be 1 to 128 characters; tags[2] must not be null</c>.</returns>
    public static string Describe(this IReadOnlyList<Fault> faults) => string.Join("; ", faults.Select(fault => $"{fault.Field} {fault.Message}"));
}

/// <summary>Response: the message breaks rules, all of which are named; nothing was done.</summary>
[Refusal]
public sealed record RequestRejected
{
    /// <summary>Every rule that is broken.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}
