using System.Globalization;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>The live feed over WebSocket.</summary>
internal static class LiveEndpoint
{
    public static RouteHandlerBuilder MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ws", HandleAsync).ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        string? since, HttpContext context, LiveFeed feed, FeedFollower follower, IRegistryStore store, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Problem.OfStatus(StatusCodes.Status426UpgradeRequired, "This is the live feed: connect with a WebSocket client.");
        }

        var revision = 0L;
        if (!string.IsNullOrEmpty(since) && !long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out revision))
        {
            return Problem.Invalid("since", "must be the revision of an earlier entry: a whole number, 0 or more");
        }

        if (!follower.IsReady)
        {
            return Problem.Unavailable("This process has not read the registry yet.");
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = new LiveClient(socket, feed, store.Feed);
        feed.Join(client);
        try
        {
            await client.RunAsync(string.IsNullOrEmpty(since) ? null : revision, context.RequestAborted, lifetime.ApplicationStopping);
        }
        finally
        {
            feed.Leave(client);
        }

        return Results.Empty;
    }
}
