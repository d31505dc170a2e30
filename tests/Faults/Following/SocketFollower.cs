using System.Net.WebSockets;
using System.Text.Json;

namespace AgentRegistry.Faults.Following;

/// <summary>Follows over WebSocket.</summary>
public sealed class SocketFollower(Uri api) : Follower("/ws", api)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    protected override async Task FollowAsync(CancellationToken stopping)
    {
        using var socket = new ClientWebSocket();
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping))
        {
            limit.CancelAfter(ConnectLimit);
            await socket.ConnectAsync(new UriBuilder(Api) { Scheme = "ws", Path = "/ws", Query = $"since={Last}" }.Uri, limit.Token);
        }

        var buffer = new byte[64 << 10];
        using var text = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, stopping);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                using var frame = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
                Keep(frame.RootElement);
                text.SetLength(0);
            }
        }
    }
}
