using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Feed;
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
        LiveFeed feed,
        FeedFollower follower,
        Limits limits,
        IHostApplicationLifetime lifetime,
        TimeProvider time)
    {
        // Who reconnects has had the snapshot that it once asked for.
        var isBack = !string.IsNullOrEmpty(lastEventId);
        var (start, problem) = SubscriptionStart.Read(isBack ? lastEventId : since, isBack ? null : snapshot, workspace, scope, limits);
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
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await new StreamClient(context, feed.Walk(), time).RunAsync(start, ended.Token);
        return Results.Empty;
    }
}
