using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Feed;
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
        LiveFeed feed,
        FeedFollower follower,
        Limits limits,
        IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Problem.OfStatus(StatusCodes.Status426UpgradeRequired, "This is the live feed: connect with a WebSocket client.");
        }

        var (start, problem) = SubscriptionStart.Read(since, snapshot, workspace, scope, limits);
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
        await new SocketClient(socket, connection, feed.Walk()).RunAsync(start, context.RequestAborted, lifetime.ApplicationStopping);
        return Results.Empty;
    }
}
