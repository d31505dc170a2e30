namespace AgentRegistry.Contracts;

/// <summary>
/// Marks a response that means "not done": the message is invalid, its target does not exist, or its target's state does not allow it.
/// An attribute, since MassTransit would add an interface to the message types on the wire.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RefusalAttribute : Attribute;

/// <summary>The responses that mean "not done".</summary>
public static class Refusals
{
    /// <summary>Every contract that is marked with <see cref="RefusalAttribute"/>. A requester that does not listen for one waits until its time limit when it comes.</summary>
    public static IReadOnlyList<Type> All { get; } = [.. typeof(Refusals).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(RefusalAttribute), inherit: false))];
}
