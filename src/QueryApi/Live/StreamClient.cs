using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace AgentRegistry.QueryApi.Live;

/// <summary>A client by server-sent events. It resumes by itself, so one that is too slow is cut off without a word.</summary>
internal sealed class StreamClient(HttpContext context, FeedSubscription walk, TimeProvider time)
{
    /// <summary>Bytes that are gathered, while there is more, before they are sent.</summary>
    private const int Portion = 16 << 10;

    /// <summary>How long a portion may take to leave.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    /// <summary>Without events a comment is sent this often, lest a proxy take the connection for dead.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private int _gathered;

    /// <summary>Sends the feed until one side ends it.</summary>
    public async Task RunAsync(SubscriptionStart start, CancellationToken ended)
    {
        try
        {
            await SendAllAsync(start, ended);
        }
        catch (Exception exception) when (exception is TimeoutException or LogUnavailableException)
        {
            context.Abort();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone, or the process is being shut down.
        }
    }

    private async Task SendAllAsync(SubscriptionStart start, CancellationToken ended)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var portions = walk.PortionsAsync(start, stop.Token, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var moving = Task.FromResult(true);
        try
        {
            while (true)
            {
                moving = portions.MoveNextAsync().AsTask();
                if (!moving.IsCompleted || _gathered >= Portion)
                {
                    await FlushAsync(ended);
                }

                await WaitAsync(moving, ended);
                foreach (var frame in portions.Current.Frames)
                {
                    Write(frame, start);
                }
            }
        }
        finally
        {
            // It must not be disposed of on its way to a portion.
            await stop.CancelAsync();
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await portions.DisposeAsync();
        }
    }

    private async Task WaitAsync(Task moving, CancellationToken ended)
    {
        while (!moving.IsCompleted)
        {
            try
            {
                await moving.WaitAsync(KeepAlive, time, ended);
            }
            catch (TimeoutException) when (!moving.IsCompleted)
            {
                _body.Write(":\n\n"u8);
                await FlushAsync(ended);
            }
        }

        await moving;
    }

    private async Task FlushAsync(CancellationToken ended)
    {
        _gathered = 0;
        var flushing = _body.FlushAsync(ended);
        if (flushing.IsCompletedSuccessfully)
        {
            return;
        }

        var sending = flushing.AsTask();
        await Task.WhenAny(sending, walk.TooFarBehind).WaitAsync(SendLimit, time, ended);
        if (!sending.IsCompleted)
        {
            throw new TimeoutException("The client is too slow.");
        }

        await sending;
    }

    private void Write(LiveFrame frame, SubscriptionStart start)
    {
        // Where a client that reconnects goes on: never beyond what it still has to be sent.
        if (frame.Revision >= 0 && (frame.Type != LiveFrame.HelloType || start is { Since: null, Snapshot: false }))
        {
            Write("id: ");
            Write(frame.Revision.ToString(CultureInfo.InvariantCulture));
            Write("\n");
        }

        Write("event: ");
        Write(frame.Type);
        Write("\ndata: ");
        _body.Write(frame.Bytes.Span);
        _gathered += frame.Bytes.Length;
        Write("\n\n");
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _body);
}
