using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.QueryApi.Requests;

namespace AgentRegistry.QueryApi.Live;

/// <summary>One feed in three ways: WebSocket, server-sent events, long poll.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ws", SocketEndpoint.HandleAsync).ExcludeFromDescription();
        var group = routes.MapGroup("/api/v1").WithTags("Live feed").AnswersProblems(
            StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/changes", ChangesEndpoint.HandleAsync)
            .WithName("GetChanges")
            .WithSummary("Wait for what happens next")
            .WithDescription(
                "Long poll: the entries of the feed after a revision, in order and without gaps; when there are none yet, waits for them. "
                + "Ask again with the revision that came back. Without since it answers at once where the feed stands. 410 when the "
                + "entries after that revision cannot be had any more: read the agents anew and go on from the revision given.")
            .WithMetadata(SubscriptionStart.Header)
            .AnswersProblems(StatusCodes.Status410Gone);
        group.MapGet("/stream", StreamEndpoint.HandleAsync)
            .WithName("StreamChanges")
            .WithMetadata(SubscriptionStart.Header)
            .WithSummary("Follow what happens")
            .WithDescription(
                "Server-sent events: each with the type of the feed's frame, its revision as id, and the frame as data. A browser that "
                + "reconnects sends Last-Event-ID by itself and misses nothing.");
    }
}

internal static class LiveMetrics
{
    public static void Declare(LiveFeed feed) => RegistryMeter.Instance.CreateObservableGauge(
        "agent_registry_live_clients", () => feed.Clients, null, "Clients that listen to the live feed of this process");
}
