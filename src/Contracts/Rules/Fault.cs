namespace AgentRegistry.Contracts;

/// <summary>A rule that a message breaks.</summary>
/// <param name="Field">Where, as a path in the message, such as <c>capabilities[3].name</c>.</param>
/// <param name="Message">What must hold, such as <c>must be 1 to 128 characters</c>.</param>
public sealed record Fault(string Field, string Message);
