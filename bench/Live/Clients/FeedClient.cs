using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentRegistry.Live.Clients;

/// <summary>
/// A client of <c>/ws</c> that costs little: it looks at the revision of each frame and keeps none. It reads only when it is told
/// that there is something, into a buffer that all clients share.
/// </summary>
internal sealed class FeedClient : IDisposable
{
    private const int Ping = 9;
    private const int Closing = 8;
    private static readonly byte[] RevisionStart = "\"revision\":"u8.ToArray();
    private static readonly byte[] EntryStart = "{\"type\":\"a"u8.ToArray();
    private static readonly byte[] NoticeStart = "{\"type\":\"registry_notice"u8.ToArray();
    private static readonly byte[] HelloStart = "{\"type\":\"hello\""u8.ToArray();

    private readonly Socket _socket;
    private byte[] _rest = [];
    private int _restLength;

    private FeedClient(Socket socket) => _socket = socket;

    /// <summary>The revision that must come next; 0 before the first frame.</summary>
    public long Next { get; private set; }

    /// <summary>Revisions that were left out.</summary>
    public long Missing { get; private set; }

    /// <summary>Revisions that came again, or after a later one.</summary>
    public long Repeated { get; private set; }

    public bool HasEnded { get; private set; }

    public int Descriptor => (int)_socket.Handle;

    /// <summary>Connects; the answer to the handshake has been read when this returns.</summary>
    /// <param name="api">Where to.</param>
    /// <param name="from">The address to come from.</param>
    /// <param name="segment">The largest segment that it takes, in bytes; null: loopback's own, of 64 KB.</param>
    public static FeedClient Connect(IPEndPoint api, IPAddress from, int? segment)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        try
        {
            if (segment is { } bytes)
            {
                const int MaximumSegment = 2;
                socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, MaximumSegment, BitConverter.GetBytes(bytes));
            }

            socket.Bind(new IPEndPoint(from, 0));
            socket.Connect(api);
            socket.Send(Encoding.ASCII.GetBytes(
                $"GET /ws HTTP/1.1\r\nHost: {api}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
            var client = new FeedClient(socket);
            client.ReadAnswer();
            return client;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads what has come in.</summary>
    public void Read(byte[] buffer, Delivery delivery, long now)
    {
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        if (Epoll.Receive(Descriptor, buffer.AsSpan(_restLength)) is not { } received)
        {
            return;
        }

        HasEnded |= received == 0;
        var bytes = buffer.AsSpan(0, _restLength + received);
        while (FrameLength(bytes) is { } length && length <= bytes.Length)
        {
            Take(bytes[..length], delivery, now);
            bytes = bytes[length..];
        }

        Keep(bytes);
    }

    /// <summary>Counts what has not come, up to a revision, as missing.</summary>
    public void EndAt(long revision)
    {
        Missing += Math.Max(0, revision + 1 - Next);
        Next = Math.Max(Next, revision + 1);
    }

    /// <summary>A new round: what it counted is gone.</summary>
    public void Reset() => (Missing, Repeated) = (0, 0);

    public void Dispose() => _socket.Dispose();

    /// <summary>Of the frame that begins here; null when not even that can be told. Frames of a server have no mask.</summary>
    private static int? FrameLength(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 2 ? null
        : bytes[1] < 126 ? 2 + bytes[1]
        : bytes.Length < 10 ? null
        : bytes[1] == 126 ? 4 + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])
        : 10 + (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);

    private void Take(ReadOnlySpan<byte> frame, Delivery delivery, long now)
    {
        var body = frame[(frame[1] < 126 ? 2 : frame[1] == 126 ? 4 : 10)..];
        switch (frame[0] & 0xF)
        {
            case Ping:
                Pong(body);
                break;
            case Closing:
                HasEnded = true;
                break;
            default:
                TakeText(body, delivery, now);
                break;
        }
    }

    private void TakeText(ReadOnlySpan<byte> text, Delivery delivery, long now)
    {
        var revision = Revision(text);
        if (text.StartsWith(HelloStart))
        {
            Next = revision + 1;
        }
        else if (!text.StartsWith(EntryStart) && !text.StartsWith(NoticeStart))
        {
            // Told to take a snapshot: what is left out shows at the next entry.
        }
        else if (revision < Next)
        {
            Repeated++;
        }
        else
        {
            Missing += revision - Next;
            Next = revision + 1;
            delivery.Took(revision, text, now);
        }
    }

    private static long Revision(ReadOnlySpan<byte> text)
    {
        var digits = text[(text.IndexOf(RevisionStart) + RevisionStart.Length)..];
        var revision = 0L;
        for (var i = 0; i < digits.Length && digits[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            revision = (revision * 10) + (digits[i] - '0');
        }

        return revision;
    }

    /// <summary>The mask is four zeros, so the body goes back as it is.</summary>
    private void Pong(ReadOnlySpan<byte> body)
    {
        Span<byte> pong = stackalloc byte[6 + body.Length];
        pong.Clear();
        pong[0] = 0x8A;
        pong[1] = (byte)(0x80 | body.Length);
        body.CopyTo(pong[6..]);
        Epoll.Send(Descriptor, pong);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > _rest.Length)
        {
            _rest = new byte[Math.Max(1024, rest.Length)];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }

    /// <summary>Byte by byte to its end, so that nothing of the feed is taken with it.</summary>
    private void ReadAnswer()
    {
        var answer = new List<byte>();
        Span<byte> one = stackalloc byte[1];
        while (answer.Count < 4 || !answer[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (_socket.Receive(one) == 0)
            {
                break;
            }

            answer.Add(one[0]);
        }

        var text = Encoding.ASCII.GetString([.. answer]);
        if (!text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new EffectMissingException($"the API does not take a client: {text.Split('\r')[0]}");
        }
    }
}
