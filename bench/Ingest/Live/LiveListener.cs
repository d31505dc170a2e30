using System.Net.WebSockets;
using System.Text.Json;
using AgentRegistry.Ingest.Command;

namespace AgentRegistry.Ingest.Live;

/// <summary>A client of the live feed that keeps what it is sent; to be read when the clock has stopped.</summary>
internal sealed class LiveListener : IAsyncDisposable
{
    private static readonly byte[] ActivityStart = """{"type":"agent_activity_update","""u8.ToArray();
    private static readonly byte[] AgentStart = """{"type":"agent_update","""u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly List<byte[]> _activities = [];
    private readonly List<ReceivedFrame> _agents = [];
    private TaskCompletionSource? _expected;
    private int _left;
    private Task _receiving = Task.CompletedTask;

    /// <summary>Connects, and has had the first frame when this returns: nothing that follows is missed.</summary>
    public static async Task<LiveListener> ConnectAsync(Uri api, CancellationToken cancellationToken)
    {
        var listener = new LiveListener();
        await listener._socket.ConnectAsync(new UriBuilder(api) { Scheme = "ws", Path = "/ws" }.Uri, cancellationToken);
        await listener.ReceiveFrameAsync(new byte[64 << 10], cancellationToken);
        listener._receiving = Task.Run(listener.ReceiveAsync, CancellationToken.None);
        return listener;
    }

    /// <summary>Ends when so many activities have been received from now on.</summary>
    public Task Expect(int activities)
    {
        lock (_lock)
        {
            _activities.Clear();
            _left = activities;
            _expected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _expected.Task;
        }
    }

    /// <summary>Which activities were received since then.</summary>
    public HashSet<Guid> TakeActivityIds()
    {
        lock (_lock)
        {
            return [.. _activities.Select(frame => JsonSerializer.Deserialize<JsonElement>(frame).GetProperty("event_id").GetGuid())];
        }
    }

    /// <summary>What was received about agents so far.</summary>
    public IReadOnlyList<ReceivedFrame> AgentFrames()
    {
        lock (_lock)
        {
            return [.. _agents];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _ending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await ReceiveFrameAsync(buffer, _ending.Token) is { } frame)
            {
                Take(frame);
            }

            Fail(new EffectMissingException($"the live feed was closed: {_socket.CloseStatusDescription}"));
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            Fail(new EffectMissingException($"the live feed was lost: {exception.Message}"));
        }
    }

    private void Take(byte[] frame)
    {
        lock (_lock)
        {
            if (frame.AsSpan().StartsWith(AgentStart))
            {
                _agents.Add(new ReceivedFrame(frame, TimeProvider.System.GetUtcNow()));
            }
            else if (frame.AsSpan().StartsWith(ActivityStart))
            {
                _activities.Add(frame);
                if (--_left == 0)
                {
                    _expected?.TrySetResult();
                }
            }
        }
    }

    private void Fail(Exception exception)
    {
        lock (_lock)
        {
            _expected?.TrySetException(exception);
        }
    }

    /// <summary>Null for the farewell.</summary>
    private async Task<byte[]?> ReceiveFrameAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return buffer[..length];
            }
        }
    }
}

/// <summary>A frame about an agent, and when it came.</summary>
internal sealed record ReceivedFrame(byte[] Text, DateTimeOffset At);
