using Microsoft.AspNetCore.Http.Features;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// Lets a WebSocket be accepted as ever, and keeps the connection below it, so that many messages can be written to it at once:
/// a <see cref="System.Net.WebSockets.WebSocket"/> sends, and flushes, each by itself.
/// </summary>
internal sealed class SharedUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    private Stream? _connection;

    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>There once the WebSocket has been accepted.</summary>
    public Stream Connection => _connection ?? throw new InvalidOperationException("No WebSocket has been accepted yet.");

    public async Task<Stream> UpgradeAsync()
    {
        // It is the WebSocket's to dispose of.
        var connection = new SharedConnection(await upgrade.UpgradeAsync());
        _connection = connection;
        return connection;
    }
}

internal static class SharedUpgradeModule
{
    /// <summary>Before WebSockets are added, which take hold of the request's upgrade.</summary>
    public static void UseSharedUpgrade(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            var shared = new SharedUpgrade(upgrade);
            context.Features.Set(shared);
            context.Features.Set<IHttpUpgradeFeature>(shared);
        }

        return next(context);
    });
}
