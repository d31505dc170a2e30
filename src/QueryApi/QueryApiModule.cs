using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Activities;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Contexts;
using AgentRegistry.QueryApi.DeadLetters;
using AgentRegistry.QueryApi.Definitions;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Heartbeats;
using AgentRegistry.QueryApi.Instances;
using AgentRegistry.QueryApi.Legacy;
using AgentRegistry.QueryApi.Live;
using AgentRegistry.QueryApi.Memory;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Routing;
using AgentRegistry.QueryApi.Sessions;
using AgentRegistry.QueryApi.Statistics;
using AgentRegistry.QueryApi.Versions;
using AgentRegistry.Routing;
using AgentRegistry.Storage.Feed;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AgentRegistry.QueryApi;

/// <summary>The HTTP side of the registry: hosted by itself, or with the workers in one process.</summary>
public static class QueryApiModule
{
    /// <summary>
    /// Bytes of a body that the server reads to its end, for some seconds at most, though the request is refused: many clients look
    /// for an answer only when they have sent all, and would see a broken connection instead of 413.
    /// </summary>
    private const long LargestRefused = 256 << 20;

    /// <summary>A live client that does not answer a ping within another such time is gone.</summary>
    private static readonly TimeSpan LivePing = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds what the API needs beside stores, limits and bus.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; the API has no settings of its own.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddQueryApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureHttpJsonOptions(options => WireJson.Configure(options.SerializerOptions));
        services.AddOptions<KestrelServerOptions>().Configure<Limits>((kestrel, limits) =>
            kestrel.Limits.MaxRequestBodySize = Math.Max(LargestRefused, limits.MessageBytes));
        services.AddRequestDecompression(OnlyGzip);
        services.AddSingleton<CommandSender>();
        services.AddSingleton<MemorySearch>();
        services.AddSingleton<DegradedReads>();
        services.AddSingleton<AgentSummaries>();
        services.AddSingleton<RegisteredAgents>();
        services.AddSingleton<HeartbeatPublisher>();

        // The directory and what is kept of histories first: live clients who hear of a change must find it there.
        services.AddAgentReplica();
        services.AddSingleton<SummaryCache>();
        services.AddSingleton<IFeedSubscriber>(provider => provider.GetRequiredService<SummaryCache>());
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<IFeedSubscriber>(provider => provider.GetRequiredService<LiveFeed>());
        return services.AddApiDocument();
    }

    /// <summary>Maps every path of the API.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapQueryApi(this WebApplication app)
    {
        SearchMetrics.Declare();
        LiveMetrics.Declare(app.Services.GetRequiredService<LiveFeed>());
        app.UseProblems();
        app.UseRequestDecompression();
        app.UseSharedUpgrade();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = LivePing, KeepAliveTimeout = LivePing });
        app.MapApiDocument();
        var api = app.MapApi();
        api.MapAgents();
        api.MapVersions();
        api.MapActivities();
        api.MapHeartbeats();
        api.MapRouting();
        api.MapStatistics();
        api.MapMemory();
        api.MapSessions();
        api.MapContexts();
        api.MapDefinitions();
        api.MapInstances();
        api.MapDeadLetters();
        api.MapLive();
        api.MapLegacyAgents();
        api.MapLegacySessions();
        return app;
    }

    /// <summary>Any other encoding is refused: each one more is one more way to make much out of little.</summary>
    private static void OnlyGzip(RequestDecompressionOptions options)
    {
        foreach (var encoding in options.DecompressionProviders.Keys.Where(encoding => encoding != "gzip").ToList())
        {
            options.DecompressionProviders.Remove(encoding);
        }
    }
}
