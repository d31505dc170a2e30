using System.Reflection;

namespace AgentRegistry.Contracts;

/// <summary>
/// What must hold for each message, checked where it comes in: over HTTP and on the bus alike. A rule is a method
/// <c>Check(RuleCheck, TMessage)</c> of this class, in the file of the message's aggregate.
/// </summary>
public static partial class MessageRules
{
    /// <summary>Checks a message by the rules of its type.</summary>
    /// <typeparam name="TMessage">A command or query of the contracts.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time; queries need none.</param>
    /// <returns>Every rule that is broken; empty when the message may be trusted from there on.</returns>
    /// <exception cref="NotSupportedException">The type has no rules: every command and query has.</exception>
    public static IReadOnlyList<Fault> Check<TMessage>(TMessage message, Limits limits, DateTimeOffset? now = null)
    {
        var check = new RuleCheck(limits, now);
        RulesOf<TMessage>.Check(check, message);
        return check.Faults;
    }

    private static class RulesOf<TMessage>
    {
        public static Action<RuleCheck, TMessage> Check { get; } =
            typeof(MessageRules).GetMethod(nameof(MessageRules.Check), BindingFlags.NonPublic | BindingFlags.Static, [typeof(RuleCheck), typeof(TMessage)])
                ?.CreateDelegate<Action<RuleCheck, TMessage>>()
            ?? ((_, _) => throw new NotSupportedException($"'{typeof(TMessage).Name}' has no rules. Add a method Check(RuleCheck, {typeof(TMessage).Name}) to {nameof(MessageRules)}."));
    }
}
