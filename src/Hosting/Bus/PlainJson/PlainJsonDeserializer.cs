using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace AgentRegistry.Hosting.Bus.PlainJson;

/// <summary>
/// Reads plain JSON once, into the message. MassTransit's own reads it into a document first and the message from that, and keeps the
/// document for as long as the message is under way.
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
