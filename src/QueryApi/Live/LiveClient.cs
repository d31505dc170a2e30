using System.Net.WebSockets;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>One client of the live feed, from its first frame to its last.</summary>
internal sealed class LiveClient(WebSocket socket, LiveFeed feed, IFeedReader log)
{
    private const int ReplayPage = 500;

    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long one frame may take to leave.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a farewell may take to arrive; less when the process is being shut down.</summary>
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StoppingLimit = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _tooSlow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LiveFrame? _at;
    private Task _sending = Task.CompletedTask;
    private long _sent;

    /// <summary>The frame that it was sent last; null while it reads the log and keeps no frames in memory.</summary>
    public LiveFrame? At => _at;

    /// <summary>It is too far behind. Called by the feed's one writer: returns at once.</summary>
    public void GiveUp() => _tooSlow.TrySetResult();

    /// <summary>Sends the feed until one side ends it.</summary>
    /// <param name="since">The last revision that the client saw; null to begin with what comes.</param>
    /// <param name="gone">The connection has been lost.</param>
    /// <param name="stopping">The process is being shut down.</param>
    public async Task RunAsync(long? since, CancellationToken gone, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        var receiving = ReceiveAsync(ended);
        var farewell = await SendAllAsync(since, stopping, ended.Token);

        // From here on it keeps no frames in memory, however long its farewell takes.
        _at = null;
        await CloseAsync(farewell, receiving, stopping);
        await receiving;
    }

    private async Task<Farewell> SendAllAsync(long? since, CancellationToken stopping, CancellationToken ended)
    {
        try
        {
            var start = feed.Last;
            await SendAsync(LiveFrame.Hello(start.Revision), ended);
            await FollowAsync(since is null ? start : await CatchUpAsync(since.Value, ended), ended);
        }
        catch (TimeoutException)
        {
            return new(WebSocketCloseStatus.PolicyViolation, $"too slow, last revision {_sent}");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new(WebSocketCloseStatus.EndpointUnavailable, $"shutting down, last revision {_sent}");
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            // The client has closed or is lost.
        }
        catch (LogAwayException)
        {
            return new(WebSocketCloseStatus.InternalServerError, $"the log cannot be read now, last revision {_sent}");
        }

        return new(WebSocketCloseStatus.NormalClosure, "");
    }

    /// <summary>
    /// Sends what the client missed, out of the log, until it is where the live frames are: the place is taken before the log is
    /// read, so that there is no gap, and what the log gave beyond it is skipped later, so that nothing comes twice.
    /// </summary>
    private async Task<LiveFrame> CatchUpAsync(long since, CancellationToken ended)
    {
        _sent = since;
        var live = feed.Last;

        // A client may come from another process that is a moment ahead of this one; ahead of the log itself it cannot be.
        if (since > live.Revision && since > await FromLogAsync(log.HeadAsync(ended), ended))
        {
            return await SkipToAsync(live, ended);
        }

        while (_sent < live.Revision)
        {
            var entries = await FromLogAsync(log.ReadAsync(_sent, ReplayPage, ended), ended);
            if (entries.Count == 0 || entries[0].Revision != _sent + 1)
            {
                // Retention has dropped what comes next.
                return await SkipToAsync(live, ended);
            }

            foreach (var entry in entries)
            {
                await SendAsync(LiveFrame.Of(entry), ended);
            }

            live = feed.Last;
        }

        return live;
    }

    private async Task<LiveFrame> SkipToAsync(LiveFrame live, CancellationToken ended)
    {
        _sent = live.Revision;
        await SendAsync(LiveFrame.SnapshotNeeded(live.Revision), ended);
        return live;
    }

    private async Task FollowAsync(LiveFrame from, CancellationToken ended)
    {
        var at = from;
        _at = at;
        while (true)
        {
            var grown = feed.Grown;
            while (at.Next is { } next)
            {
                if (next.IsNotice || next.Revision > _sent)
                {
                    await SendAsync(next, ended);
                }

                at = next;
                _at = at;
            }

            await grown.WaitAsync(ended);
        }
    }

    private async Task SendAsync(LiveFrame frame, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();

        // The token must not reach the socket: cancelling a send aborts it, and with it the farewell.
        var sending = socket.SendAsync(frame.Bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
        {
            _sending = sending.AsTask();
            await Task.WhenAny(_sending, _tooSlow.Task).WaitAsync(SendLimit, ended);
            if (!_sending.IsCompleted)
            {
                throw new TimeoutException("The client is too slow.");
            }

            await _sending;
        }

        _sent = Math.Max(_sent, frame.Revision);
    }

    private static async Task<T> FromLogAsync<T>(Task<T> read, CancellationToken ended)
    {
        try
        {
            return await read.WaitAsync(LogLimit, ended);
        }
        catch (Exception exception) when (!ended.IsCancellationRequested)
        {
            throw new LogAwayException(exception);
        }
    }

    /// <summary>Nothing that clients say means anything, but pongs and their farewell come this way.</summary>
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
    private async Task CloseAsync(Farewell farewell, Task receiving, CancellationToken stopping)
    {
        var inHurry = stopping.IsCancellationRequested;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(inHurry ? CancellationToken.None : stopping);
        limit.CancelAfter(inHurry ? StoppingLimit : FarewellLimit);
        try
        {
            await _sending.WaitAsync(limit.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(farewell.Status, farewell.Reason, CancellationToken.None).WaitAsync(limit.Token);
            }

            await receiving.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // It does not even take that.
            socket.Abort();
        }
    }

    private sealed record Farewell(WebSocketCloseStatus Status, string Reason);

    private sealed class LogAwayException(Exception innerException) : Exception("The feed's log cannot be read.", innerException);
}
