using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Live;

/// <summary>The live feed as server-sent events.</summary>
internal static class StreamEndpoint
{
    private const string ContentType = "text/event-stream";

    [ProducesResponseType<string>(StatusCodes.Status200OK, ContentType)]
    public static async Task<IResult> HandleAsync(
        [Description("The last revision that was seen; the header Last-Event-ID goes before it."), DocumentedQuery(typeof(long))] string? since,
        [Description("True to be told of all agents first, up to an event snapshot_end."), DocumentedQuery(typeof(bool), Default = false)] string? snapshot,
        [Description("The workspace, for those who cannot send the header.")] string? workspace,
        [FromHeader(Name = "Last-Event-ID"), Description("The last revision that was seen, as a browser sends it when it reconnects.")] string? lastEventId,
        AgentScope scope,
        HttpContext context,
        ApiRequest request,
        LiveFeed feed,
        FeedFollower follower,
        IHostApplicationLifetime lifetime,
        TimeProvider time)
    {
        // Who reconnects has had the snapshot that it once asked for.
        var isBack = !string.IsNullOrEmpty(lastEventId);
        var start = SubscriptionStart.Read(isBack ? lastEventId : since, isBack ? null : snapshot, workspace, scope, request, out var problem);
        if (problem is not null)
        {
            return problem;
        }

        if (!follower.IsReady)
        {
            return Problem.FeedNotRead();
        }

        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";

        // Proxies that gather answers would hold the events back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Results.Empty;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await new StreamClient(context, feed.Subscribe(), time).RunAsync(start, ended.Token);
        return Results.Empty;
    }
}

/// <summary>A client by server-sent events. It resumes by itself, so one that is too slow is cut off without a word.</summary>
internal sealed class StreamClient(HttpContext context, FeedSubscription subscription, TimeProvider time)
{
    /// <summary>Bytes that are collected, while there is more, before they are sent.</summary>
    private const int FlushBytes = 16 << 10;

    /// <summary>How long a batch may take to leave.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    /// <summary>Without events a comment is sent this often, lest a proxy take the connection for dead.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private int _pending;

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
        var batches = subscription.BatchesAsync(start, stop.Token, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var moving = Task.FromResult(true);
        try
        {
            while (true)
            {
                moving = batches.MoveNextAsync().AsTask();
                if (!moving.IsCompleted || _pending >= FlushBytes)
                {
                    await FlushAsync(ended);
                }

                await WaitAsync(moving, ended);
                foreach (var frame in batches.Current.Frames)
                {
                    Write(frame, start);
                }
            }
        }
        finally
        {
            // It must not be disposed of on its way to a batch.
            await stop.CancelAsync();
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await batches.DisposeAsync();
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
        _pending = 0;
        var flushing = _body.FlushAsync(ended);
        if (flushing.IsCompletedSuccessfully)
        {
            return;
        }

        var sending = flushing.AsTask();
        await Task.WhenAny(sending, subscription.TooFarBehind).WaitAsync(SendLimit, time, ended);
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
        _pending += frame.Bytes.Length;
        Write("\n\n");
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _body);
}
