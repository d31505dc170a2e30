using System.Reflection;

namespace AgentRegistry.Contracts;

/// <content>One entry for a message of any type.</content>
public static partial class MessageRules
{
    /// <summary>Checks a message by the rules of its type.</summary>
    /// <typeparam name="TMessage">A command or query of the contracts.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    /// <exception cref="NotSupportedException">The type has no rules: every command and query has.</exception>
    public static IReadOnlyList<Fault> Check<TMessage>(TMessage message, Limits limits, DateTimeOffset now) => Of<TMessage>.Check(message, limits, now);

    /// <summary>Checks nothing: a workspace without agents has statistics too.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>No broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetStatistics message, Limits limits) => [];

    /// <summary>Checks nothing: an id that no agent can have is answered as one that no agent has.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>No broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetAgentHealth message, Limits limits) => [];

    private static class Of<TMessage>
    {
        public static readonly Func<TMessage, Limits, DateTimeOffset, IReadOnlyList<Fault>> Check = Find();

        private static Func<TMessage, Limits, DateTimeOffset, IReadOnlyList<Fault>> Find()
        {
            if (Method(typeof(TMessage), typeof(Limits), typeof(DateTimeOffset)) is { } timed)
            {
                return timed.CreateDelegate<Func<TMessage, Limits, DateTimeOffset, IReadOnlyList<Fault>>>();
            }

            var check = Method(typeof(TMessage), typeof(Limits))?.CreateDelegate<Func<TMessage, Limits, IReadOnlyList<Fault>>>()
                ?? throw new NotSupportedException($"'{typeof(TMessage).Name}' has no rules.");
            return (message, limits, _) => check(message, limits);
        }

        private static MethodInfo? Method(params Type[] parameters) => typeof(MessageRules).GetMethod(nameof(MessageRules.Check), parameters);
    }
}
