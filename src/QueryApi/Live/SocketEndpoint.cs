using System.Net.WebSockets;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using Microsoft.AspNetCore.Http.Features;

namespace AgentRegistry.QueryApi.Live;

/// <summary>The live feed over WebSocket.</summary>
internal static class SocketEndpoint
{
    public static async Task<IResult> HandleAsync(
        string? since,
        string? snapshot,
        string? workspace,
        AgentScope scope,
        HttpContext context,
        ApiRequest request,
        LiveFeed feed,
        FeedFollower follower,
        IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Problem.OfStatus(StatusCodes.Status426UpgradeRequired, "This is the live feed: connect with a WebSocket client.");
        }

        var start = SubscriptionStart.Read(since, snapshot, workspace, scope, request, out var problem);
        if (problem is not null)
        {
            return problem;
        }

        if (!follower.IsReady)
        {
            return Problem.FeedNotRead();
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = context.Features.GetRequiredFeature<SharedUpgrade>().Connection;
        await new SocketClient(socket, connection, feed.Subscribe()).RunAsync(start, context.RequestAborted, lifetime.ApplicationStopping);
        return Results.Empty;
    }
}

/// <summary>A client over WebSocket, from its first frame to its last.</summary>
/// <param name="socket">Reads, and has pings, pongs and the closing to itself.</param>
/// <param name="connection">What the socket writes to, and the feed's messages beside it.</param>
/// <param name="subscription">The client's way along the feed.</param>
internal sealed class SocketClient(WebSocket socket, Stream connection, FeedSubscription subscription)
{
    /// <summary>How long one batch may take to leave.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a closing may take to arrive; less when the process is being shut down.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StoppingLimit = TimeSpan.FromSeconds(3);

    private Task _sending = Task.CompletedTask;

    /// <summary>Sends the feed until one side ends it.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="gone">The connection has been lost.</param>
    /// <param name="stopping">The process is being shut down.</param>
    public async Task RunAsync(SubscriptionStart start, CancellationToken gone, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        var receiving = ReceiveAsync(ended);
        var closing = await SendAllAsync(start, stopping, ended.Token);
        await CloseAsync(closing, receiving, stopping);
        await receiving;
    }

    private async Task<Closing> SendAllAsync(SubscriptionStart start, CancellationToken stopping, CancellationToken ended)
    {
        try
        {
            await foreach (var batch in subscription.BatchesAsync(start, ended, ended))
            {
                await SendAsync(batch, ended);
            }
        }
        catch (TimeoutException)
        {
            return new(WebSocketCloseStatus.PolicyViolation, $"too slow, last revision {subscription.Revision}");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new(WebSocketCloseStatus.EndpointUnavailable, $"shutting down, last revision {subscription.Revision}");
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has closed or is lost.
        }
        catch (LogUnavailableException)
        {
            return new(WebSocketCloseStatus.InternalServerError, $"the log cannot be read now, last revision {subscription.Revision}");
        }

        return new(WebSocketCloseStatus.NormalClosure, "");
    }

    private async Task SendAsync(FrameBatch batch, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();

        // The token must not reach the connection: half a message would be the end of it, and of the closing.
        var sending = connection.WriteAsync(batch.Messages, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
        {
            _sending = sending.AsTask();
            await Task.WhenAny(_sending, subscription.TooFarBehind).WaitAsync(SendLimit, ended);
            if (!_sending.IsCompleted)
            {
                throw new TimeoutException("The client is too slow.");
            }

            await _sending;
        }
    }

    /// <summary>Nothing that clients say means anything, but pongs and their closing come this way.</summary>
    private async Task ReceiveAsync(CancellationTokenSource ended)
    {
        var buffer = new byte[256];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The connection is lost.
        }

        await ended.CancelAsync();
    }

    /// <summary>Says why, and waits for the client to say the same. A slow one has much to read before it comes to that.</summary>
    private async Task CloseAsync(Closing closing, Task receiving, CancellationToken stopping)
    {
        var inHurry = stopping.IsCancellationRequested;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(inHurry ? CancellationToken.None : stopping);
        limit.CancelAfter(inHurry ? StoppingLimit : CloseLimit);
        try
        {
            await _sending.WaitAsync(limit.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(closing.Status, closing.Reason, CancellationToken.None).WaitAsync(limit.Token);
            }

            await receiving.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // It does not even take that.
            socket.Abort();
        }
    }

    private sealed record Closing(WebSocketCloseStatus Status, string Reason);
}
