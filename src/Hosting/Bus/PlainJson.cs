using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;

namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// Reads plain JSON once, into the message. MassTransit's raw deserializer reads it into a document first and the message from that, which
/// costs a heartbeat three times the time and twice the memory, and its exceptions do not say which field is invalid
/// (docs/decisions/0030-bus-and-redis-clients.md).
/// </summary>
internal sealed class PlainJsonDeserializer : IMessageDeserializer, ISerializerFactory
{
    private const RawSerializerOptions Options = RawSerializerOptions.AnyMessageType | RawSerializerOptions.CopyHeaders;

    private readonly SystemTextJsonRawMessageSerializer _whole = new(Options);

    public ContentType ContentType => SystemTextJsonRawMessageSerializer.JsonContentType;

    public IMessageDeserializer CreateDeserializer() => this;

    public IMessageSerializer CreateSerializer() => _whole;

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) => new PlainJsonContext(
        body,
        new RawMessageContext(headers, destinationAddress, Options),
        headers.GetMessageTypes(),
        Options,
        () => _whole.Deserialize(body, headers, destinationAddress));

    public MessageBody GetMessageBody(string text) => _whole.GetMessageBody(text);

    public void Probe(ProbeContext context) => _whole.Probe(context);
}

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
            throw new UnreadableMessageException($"The message is not a valid {type.Name} in JSON: {Reason(exception)}", exception);
        }
    }

    /// <summary>The serializer's own messages end with the path; those of our converters do not know it.</summary>
    private static string Reason(JsonException exception) => exception.Path is { } path && !exception.Message.Contains(path, StringComparison.Ordinal)
        ? $"{path} {exception.Message}"
        : exception.Message;
}

/// <summary>A body that does not become its message. The error queue is told this reason, which names the field, and not the cause behind it.</summary>
internal sealed class UnreadableMessageException(string message, Exception? cause = null) : SerializationException(message, cause)
{
    public override Exception GetBaseException() => this;
}
