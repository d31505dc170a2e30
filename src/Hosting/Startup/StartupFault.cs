using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace AgentRegistry.Hosting.Startup;

/// <summary>What kept a process from starting, in one line that says what to do.</summary>
internal static class StartupFault
{
    /// <summary>Null for what nobody foresaw: that keeps its stack trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => "configuration: " + string.Join("; ", options.Failures),
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            "configuration: " + string.Join("; ", many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)),
        CannotStartException fault => fault.Message,
        IOException { InnerException: { } inner } when IsAddressFault(inner) => $"{exception.Message} Choose another address with --urls.",
        IOException or UnauthorizedAccessException => exception.Message,
        DbException database => $"the database cannot be used: {database.Message}",
        SocketException socket => $"cannot listen: {socket.Message}. Choose another address with --urls.",
        FormatException or UriFormatException => $"configuration: {exception.Message}",
        OperationCanceledException => "stopped before it was ready.",
        { InnerException: CannotStartException fault } => fault.Message,
        _ => null,
    };

    private static bool IsAddressFault(Exception exception) =>
        exception is SocketException || exception.GetType().Name == "AddressInUseException" || (exception.InnerException is { } inner && IsAddressFault(inner));
}

/// <summary>A reason not to start that the operator can mend. Its message is the one line that is printed.</summary>
public sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner);
