using System.ComponentModel;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Live;

/// <summary>The live feed by long poll.</summary>
internal static class ChangesEndpoint
{
    private const int DefaultLimit = 500;
    private const int MaxLimit = 1_000;
    private const int DefaultWait = 30;
    private const int MaxWait = 60;

    public static async Task<Response<ChangesPage>> HandleAsync(
        [Description("The last revision that was seen."), DocumentedQuery(typeof(long))] string? since,
        [Description("How long to wait for the first change, in seconds, as 30 or 30s."), DocumentedQuery(typeof(int), Maximum = MaxWait, Default = DefaultWait)] string? wait,
        [Description("How many changes at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = MaxLimit, Default = DefaultLimit)] string? limit,
        [Description("The workspace, for those who cannot send the header.")] string? workspace,
        AgentScope scope,
        HttpContext context,
        ApiRequest request,
        LiveFeed feed,
        FeedFollower follower,
        IHostApplicationLifetime lifetime)
    {
        var seconds = request.Text.Whole(wait?.EndsWith('s') == true ? wait[..^1] : wait, "wait", DefaultWait, 0, MaxWait);
        var count = request.Text.Whole(limit, "limit", DefaultLimit, 1, MaxLimit);
        var start = SubscriptionStart.Read(since, null, workspace, scope, request, out var problem);
        if (problem is not null)
        {
            return problem;
        }

        if (!follower.IsReady)
        {
            return Problem.FeedNotRead();
        }

        if (start.Since is null || HttpMethods.IsHead(context.Request.Method))
        {
            return new ChangesPage { Changes = [], Revision = follower.Revision };
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        waited.CancelAfter(TimeSpan.FromSeconds(seconds));
        var subscription = feed.Subscribe();
        var frames = new List<LiveFrame>();
        try
        {
            await foreach (var frame in subscription.BatchesAsync(start, waited.Token, ended.Token).SelectMany(batch => batch.Frames))
            {
                if (frame.Type == LiveFrame.HelloType)
                {
                    continue;
                }

                if (frame.Type == LiveFrame.SnapshotNeededType)
                {
                    // Entries that came before it are worth having: the next request is told.
                    if (frames.Count == 0)
                    {
                        return Problem.SnapshotNeeded(frame.Revision);
                    }

                    break;
                }

                frames.Add(frame);
                if (frames.Count == count)
                {
                    break;
                }

                // Now that there is something, nothing more is waited for.
                await waited.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // That is all there is, or the process is being shut down.
        }
        catch (LogUnavailableException)
        {
            return Problem.Unavailable("What happened since then cannot be read now.");
        }

        return ChangesPage.Of(frames, Math.Max(start.Since.Value, subscription.Revision));
    }
}

/// <summary>A stretch of the feed.</summary>
internal sealed record ChangesPage
{
    /// <summary>The entries after the revision that was asked with, in order; each as on the live feed, with its <c>type</c>.</summary>
    public required IReadOnlyList<JsonElement> Changes { get; init; }

    /// <summary>Ask with it next: the revision of the last entry; when there is none, up to where there was none.</summary>
    public required long Revision { get; init; }

    public static ChangesPage Of(IReadOnlyList<LiveFrame> frames, long lookedUpTo) => new()
    {
        Changes = [.. frames.Select(frame => JsonElement.Parse(frame.Bytes.Span))],
        Revision = frames.Count > 0 ? frames[^1].Revision : lookedUpTo,
    };
}
