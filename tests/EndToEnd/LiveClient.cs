using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using AgentRegistry.Testing;

namespace AgentRegistry.EndToEnd;

/// <summary>Listens to the live feed.</summary>
public sealed class LiveClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentQueue<JsonNode> _frames = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    public IReadOnlyList<JsonNode> Frames => [.. _frames];

    public static async Task<LiveClient> ConnectAsync(Uri api, string query = "")
    {
        var client = new LiveClient();
        var address = new UriBuilder(api) { Scheme = "ws", Path = "/ws", Query = query }.Uri;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await client._socket.ConnectAsync(address, limit.Token);
        client._reading = client.ReadAsync();
        await client.FrameAsync(frame => (string?)frame["type"] == "hello");
        return client;
    }

    /// <summary>The first frame that fits, now or within the limit.</summary>
    public async Task<JsonNode> FrameAsync(Func<JsonNode, bool> fits, TimeSpan? limit = null)
    {
        await Eventually.HoldsAsync(
            () => _frames.Any(fits), limit, () => "No such frame among:\n" + string.Join('\n', _frames.Select(frame => frame.ToJsonString())));
        return _frames.First(fits);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var part = await _socket.ReceiveAsync(buffer, _stop.Token);
                text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
                if (part.EndOfMessage && part.MessageType == WebSocketMessageType.Text)
                {
                    _frames.Enqueue(JsonNode.Parse(text.ToString())!);
                    text.Clear();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The test is over, or the server is: the frames tell what came before.
        }
    }
}
