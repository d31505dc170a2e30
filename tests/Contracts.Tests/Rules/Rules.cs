using System.Reflection;

namespace AgentRegistry.Contracts.Tests;

/// <summary>The rules of whichever message it is.</summary>
internal static class Rules
{
    private static readonly MethodInfo Entry = typeof(MessageRules).GetMethod(nameof(MessageRules.Check))!;

    /// <summary>The types that have rules.</summary>
    public static IReadOnlyList<Type> Checked { get; } =
    [
        .. typeof(MessageRules).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(method => method.Name == nameof(MessageRules.Check))
            .Select(method => method.GetParameters()[1].ParameterType),
    ];

    public static IReadOnlyList<Fault> Check(object message) =>
        (IReadOnlyList<Fault>)Entry.MakeGenericMethod(message.GetType()).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [message, Given.Limits, Given.Now], null)!;

    /// <summary>The message with every field that breaks a rule put right, and the others as they are.</summary>
    public static RegisterAgent Mended(RegisterAgent message)
    {
        foreach (var fault in Check(message))
        {
            var field = WireForm.Fields(typeof(RegisterAgent)).First(field =>
                fault.Field.Split('.', '[')[0].Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            field.SetValue(message, field.GetValue(Given.Registration));
        }

        return message;
    }
}
