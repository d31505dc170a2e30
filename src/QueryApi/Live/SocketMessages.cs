using System.Buffers;
using System.Buffers.Binary;

namespace AgentRegistry.QueryApi.Live;

/// <summary>Frames as the WebSocket messages of a server (RFC 6455, 5.2). A server's have no mask, so they are the same for every client.</summary>
internal static class SocketMessages
{
    private const byte WholeText = 0x81;
    private const byte TwoBytesOfLength = 126;
    private const byte EightBytesOfLength = 127;

    /// <summary>One after the other.</summary>
    public static byte[] Of(IReadOnlyList<LiveFrame> frames)
    {
        var messages = new ArrayBufferWriter<byte>(frames.Sum(frame => frame.Length + sizeof(ulong)));
        foreach (var frame in frames)
        {
            WriteHeader(messages, frame.Bytes.Length);
            messages.Write(frame.Bytes.Span);
        }

        return messages.WrittenSpan.ToArray();
    }

    private static void WriteHeader(ArrayBufferWriter<byte> messages, int length)
    {
        var header = messages.GetSpan(10);
        header[0] = WholeText;
        switch (length)
        {
            case < TwoBytesOfLength:
                header[1] = (byte)length;
                messages.Advance(2);
                break;
            case <= ushort.MaxValue:
                header[1] = TwoBytesOfLength;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
                messages.Advance(4);
                break;
            default:
                header[1] = EightBytesOfLength;
                BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)length);
                messages.Advance(10);
                break;
        }
    }
}
