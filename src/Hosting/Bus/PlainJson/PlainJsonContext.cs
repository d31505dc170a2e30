using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;

namespace AgentRegistry.Hosting.Bus.PlainJson;

/// <summary>A body of plain JSON that becomes the message that is asked for, and a document only for those who pass it on.</summary>
internal sealed class PlainJsonContext(
    MessageBody body, MessageContext message, string[] messageTypes, RawSerializerOptions options, Func<SerializerContext> whole)
    : SystemTextJsonRawSerializerContext(
        SystemTextJsonMessageSerializer.Instance,
        SystemTextJsonMessageSerializer.Options,
        SystemTextJsonRawMessageSerializer.JsonContentType,
        message,
        messageTypes,
        options,
        default)
{
    public override bool TryGetMessage<T>([NotNullWhen(true)] out T? message)
        where T : class
    {
        if (typeof(T) == typeof(JsonObject))
        {
            return whole().TryGetMessage(out message);
        }

        message = IsSupportedMessageType<T>() ? (T)Read(typeof(T)) : null;
        return message is not null;
    }

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message)
    {
        message = Read(messageType);
        return true;
    }

    public override IMessageSerializer GetMessageSerializer() => whole().GetMessageSerializer();

    private object Read(Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(body.GetBytes(), type, Options)
                ?? throw new UnreadableMessageException("The message is null.");
        }
        catch (JsonException exception)
        {
            throw new UnreadableMessageException($"The message is no {type.Name} in JSON: {exception.Message}", exception);
        }
    }
}

/// <summary>A body that does not become its message. The error queue is told this reason, which names the field, and not the cause behind it.</summary>
internal sealed class UnreadableMessageException(string message, Exception? cause = null) : SerializationException(message, cause)
{
    public override Exception GetBaseException() => this;
}
