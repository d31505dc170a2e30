using MassTransit;

namespace AgentRegistry.Hosting.Bus;

/// <summary>A message may be a request, whose sender waits, or a plain command, whose sender does not.</summary>
public static class Answers
{
    /// <summary>Answers a request; a command needs none.</summary>
    public static Task AnswerAsync<TAnswer>(this ConsumeContext context, TAnswer answer)
        where TAnswer : class =>
        context.ResponseAddress is null ? Task.CompletedTask : context.RespondAsync(answer);

    /// <summary>Tells a requester what is wrong; a faulty command goes to the error queue, whole and with the reason.</summary>
    public static Task RefuseAsync<TAnswer>(this ConsumeContext context, TAnswer answer, string reason)
        where TAnswer : class =>
        context.ResponseAddress is null ? throw new MessageRefusedException(reason) : context.RespondAsync(answer);
}

/// <summary>A command that breaks rules. Never retried: it would break them again.</summary>
public sealed class MessageRefusedException(string reason) : Exception(reason);
